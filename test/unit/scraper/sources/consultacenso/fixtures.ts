import {
  ACTIVE,
  CAPTCHA_TEXT,
  CEDULA,
  cancelled,
  type Fixture,
  MAINTENANCE_TEXT,
  NOT_FOUND_TEXT,
  NOVEDADES,
  OTHER_CEDULA,
  TROUBLES,
  UPSTREAM_TEXT,
} from '../fixture.ts';

/** `data` of a found answer (keys seen). */
export const DATA = {
  nuip: CEDULA,
  nom_depto: 'TOLIMA',
  nom_mun: 'VILLA ESPERANZA',
  nom_puesto: 'IE LA ESPERANZA SEDE 2',
  direccion: 'CL 12 No. 34-56',
  mesa: '7',
};

const found = (data: Record<string, unknown>, more = {}): string =>
  JSON.stringify({ ok: true, encontrado: true, data, ...more });

/** The envelope of a novedad (seen). */
const novedad = (more: Record<string, unknown>): string =>
  JSON.stringify({ ok: true, encontrado: false, novedad: true, ...more });

const renamed = (rename: (key: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(DATA).map(([key, value]) => [rename(key), value]));

const without = (key: keyof typeof DATA): Record<string, string> => {
  const { [key]: _left, ...rest } = DATA;
  return rest;
};

const DETAILS = { resolucion: '4521 DE 2019', fechaNovedad: '12/03/2019' };
const TABLE =
  "<table class='table' id='consulta'><thead><tr><th>NUIP</th><th>NOVEDAD</th><th>RESOLUCIÓN</th><th>FECHA NOVEDAD</th></tr></thead>" +
  `<tbody><tr><td>${CEDULA}</td><td>Cancelada por Muerte</td><td>4521 DE 2019</td><td>12/03/2019</td></tr></tbody></table>`;

const SEA = { lat: 12.1, lng: -78.5 };

/** What stands in `mapa`, and the point that is kept of it. */
const MAPS: readonly [what: string, mapa: unknown, point: typeof SEA | null][] = [
  ['numbers, and its address', { ...SEA, url: 'https://maps.example.com' }, SEA],
  ['numeric texts', { lat: '12.1', lng: ' -78.5 ' }, SEA],
  ['numeric texts with a comma', { lat: '12,1', lng: '−78,5' }, SEA],
  ['keys in another case', { LAT: 12.1, Lng: -78.5 }, SEA],
  ['0, 0', { lat: 0, lng: 0 }, null],
  ['0, 0 in words', { lat: '0', lng: '0.0' }, null],
  ['outside of the world', { lat: 112.1, lng: -78.5 }, null],
  ['outside of Colombia', { lat: 40.1, lng: -3.5 }, null],
  ['latitude and longitude exchanged', { lat: -78.5, lng: 12.1 }, null],
  ['half a point', { lat: 12.1 }, null],
  ['words', { lat: 'norte', lng: 'oeste' }, null],
  ['figures with two commas', { lat: '12,1,3', lng: '-78.5' }, null],
  ['null', null, null],
  ['a text', '12.1,-78.5', null],
  ['a list', [12.1, -78.5], null],
];

export const FOUND: readonly Fixture[] = [
  { what: 'keys in lower case', origin: 'seen', body: found(DATA), means: ACTIVE },
  {
    what: 'keys in upper case',
    origin: 'seen',
    body: found(renamed((key) => key.toUpperCase())),
    means: ACTIVE,
  },
  {
    what: 'keys in mixed case',
    origin: 'guessed',
    body: found(renamed((key) => key.replace(/(^|_)[a-z]/g, (letter) => letter.toUpperCase()))),
    means: ACTIVE,
  },
  {
    what: 'the newer fields and the map',
    origin: 'seen',
    body: found(
      { ...DATA, fingreso: '2004-05-06', coddivipol: '290010101' },
      { mapa: { lat: 0, lng: 0, url: 'https:\\/\\/maps.example.com' }, mensaje: null, error: null },
    ),
    means: ACTIVE,
  },
  {
    what: 'numbers as numbers, dots in the NUIP, spaces and NBSP around values',
    origin: 'guessed',
    body: found({
      ...DATA,
      nuip: '1.020.304.050',
      mesa: 7,
      nom_mun: ' VILLA\u00a0\u00a0ESPERANZA ',
    }),
    means: ACTIVE,
  },
  ...MAPS.map(
    ([what, mapa, point]): Fixture => ({
      what: `mapa: ${what}`,
      origin: 'guessed',
      body: found(DATA, { mapa }),
      means: point === null ? ACTIVE : { ...ACTIVE, mapa: point },
    }),
  ),
  {
    what: 'a person abroad, with a point of the country',
    origin: 'guessed',
    body: found({ ...DATA, nom_depto: 'CONSULADOS', nom_mun: 'ESPAÑA' }, { mapa: { lat: 40.1, lng: -3.5 } }),
    means: { ...ACTIVE, departamento: 'CONSULADOS', municipio: 'ESPAÑA', mapa: { lat: 40.1, lng: -3.5 } },
  },
  {
    what: 'escaped slashes',
    origin: 'guessed',
    body: found({ ...DATA, direccion: 'CL 12 S/N' }).replace('S/N', 'S\\/N'),
    means: { ...ACTIVE, direccion: 'CL 12 S/N' },
  },
];

export const HALF_FOUND: readonly Fixture[] = [
  {
    what: 'found, and a novedad in the envelope',
    origin: 'guessed',
    body: found(DATA, { novedad: true }),
    means: 'unrecognised',
  },
  {
    what: 'a zero byte in the mesa',
    origin: 'guessed',
    body: found({ ...DATA, mesa: '1\u00002' }),
    means: 'unrecognised',
  },
  {
    what: 'a tag in the mesa',
    origin: 'guessed',
    body: found({ ...DATA, mesa: '<b>7</b>' }),
    means: 'unrecognised',
  },
  ...(['nom_depto', 'nom_mun', 'nom_puesto', 'direccion', 'mesa'] as const).flatMap((key): Fixture[] => [
    { what: `no ${key}`, origin: 'guessed', body: found(without(key)), means: 'unrecognised' },
    {
      what: `an empty ${key}`,
      origin: 'guessed',
      body: found({ ...DATA, [key]: ' \u00a0' }),
      means: 'unrecognised',
    },
    {
      what: `a null ${key}`,
      origin: 'guessed',
      body: found({ ...DATA, [key]: null }),
      means: 'unrecognised',
    },
  ]),
  { what: 'no NUIP', origin: 'guessed', body: found(without('nuip')), means: 'unrecognised' },
  { what: 'no data', origin: 'guessed', body: '{"ok":true,"encontrado":true}', means: 'unrecognised' },
  {
    what: 'another NUIP',
    origin: 'guessed',
    body: found({ ...DATA, nuip: OTHER_CEDULA }),
    means: 'wrong_person',
  },
  ...['', '-', 'N/A', '0', 'No hay datos', '12345', '\u200b'].map(
    (nuip): Fixture => ({
      what: `a NUIP that nobody can read, «${nuip}»`,
      origin: 'guessed',
      body: found({ ...DATA, nuip }),
      means: 'unrecognised',
    }),
  ),
  {
    what: 'a NUIP and one that nobody can read',
    origin: 'guessed',
    body: found({ ...DATA, NUIP: '-' }),
    means: 'unrecognised',
  },
  {
    what: 'three NUIP',
    origin: 'guessed',
    body: found({ ...DATA, NUIP: '1.020.304.050', Documento: OTHER_CEDULA }),
    means: 'unrecognised',
  },
  {
    what: 'two NUIP',
    origin: 'guessed',
    body: found({ ...DATA, NUIP: OTHER_CEDULA }),
    means: 'wrong_person',
  },
  { what: 'two mesas', origin: 'guessed', body: found({ ...DATA, MESA: '8' }), means: 'unrecognised' },
  {
    what: 'the same NUIP twice',
    origin: 'guessed',
    body: found({ ...DATA, documento: CEDULA }),
    means: ACTIVE,
  },
  {
    what: 'a place and a novedad at once',
    origin: 'guessed',
    body: found({ ...DATA, novedad: 'Cancelada por Muerte' }),
    means: 'unrecognised',
  },
  {
    what: 'an address longer than any',
    origin: 'guessed',
    body: found({ ...DATA, direccion: 'CL 12 '.repeat(60) }),
    means: 'unrecognised',
  },
];

export const NOVEDAD: readonly Fixture[] = [
  ...NOVEDADES.flatMap(([text, origin]): Fixture[] => [
    {
      what: `«${text}» in data`,
      origin: 'guessed',
      body: novedad({
        data: { nuip: CEDULA, novedad: text, resolucion: '4521 DE 2019', fecha_novedad: '12/03/2019' },
      }),
      means: cancelled(text, DETAILS),
    },
    {
      what: `«${text}» in words only`,
      origin,
      body: novedad({ mensaje: 'Atención', descripcion: text }),
      means: cancelled(text),
    },
  ]),
  {
    what: 'a table in descripcion',
    origin: 'guessed',
    body: novedad({ mensaje: 'Atención', descripcion: TABLE }),
    means: cancelled('Cancelada por Muerte', DETAILS),
  },
  {
    what: 'a table in mensaje, with escaped slashes',
    origin: 'guessed',
    body: novedad({ mensaje: TABLE }).replaceAll('/', '\\/'),
    means: cancelled('Cancelada por Muerte', DETAILS),
  },
  {
    what: 'a table about somebody else',
    origin: 'guessed',
    body: novedad({ descripcion: TABLE.replace(CEDULA, OTHER_CEDULA) }),
    means: 'wrong_person',
  },
  {
    what: 'two tables',
    origin: 'guessed',
    body: novedad({ descripcion: `${TABLE}${TABLE.replace(CEDULA, OTHER_CEDULA)}` }),
    means: 'unrecognised',
  },
  {
    what: 'a table without its NOVEDAD',
    origin: 'guessed',
    body: novedad({ descripcion: TABLE.replace('>NOVEDAD<', '>ESTADO<') }),
    means: 'unrecognised',
  },
  {
    what: 'words with tags, entities and line breaks',
    origin: 'guessed',
    body: novedad({ descripcion: '<p>Cancelada&nbsp;por\n  Doble Cedulaci&oacute;n</p>' }),
    means: cancelled('Cancelada por Doble Cedulación'),
  },
  {
    what: 'words about somebody else',
    origin: 'guessed',
    body: novedad({
      mensaje: `El documento de identidad número ${OTHER_CEDULA} no se encuentra habilitado para votar.`,
    }),
    means: 'wrong_person',
  },
  {
    what: 'data about somebody else',
    origin: 'guessed',
    body: novedad({ data: { nuip: OTHER_CEDULA, novedad: 'Cancelada por Muerte' } }),
    means: 'wrong_person',
  },
  { what: 'no text at all', origin: 'guessed', body: novedad({}), means: 'unrecognised' },
  {
    what: 'words longer than any novedad',
    origin: 'guessed',
    body: novedad({ descripcion: `Cancelada por ${'algo '.repeat(100)}` }),
    means: 'unrecognised',
  },
  {
    what: 'a captcha refusal',
    origin: 'guessed',
    body: novedad({ mensaje: CAPTCHA_TEXT }),
    means: 'captcha',
  },
];

const refused = (error: string): string => JSON.stringify({ ok: false, error });

export const MESSAGES: readonly Fixture[] = [
  {
    what: 'not found',
    origin: 'seen',
    body: JSON.stringify({ ok: true, encontrado: false, mensaje: NOT_FOUND_TEXT }),
    means: { kind: 'not_found' },
  },
  {
    what: 'not found as an error',
    origin: 'guessed',
    body: refused(NOT_FOUND_TEXT),
    means: { kind: 'not_found' },
  },
  {
    what: 'not found, in capitals and with dots in the number',
    origin: 'guessed',
    body: refused(NOT_FOUND_TEXT.replace(CEDULA, '1.020.304.050').toUpperCase()),
    means: { kind: 'not_found' },
  },
  {
    what: 'not found, of somebody else',
    origin: 'guessed',
    body: refused(NOT_FOUND_TEXT.replace(CEDULA, OTHER_CEDULA)),
    means: 'wrong_person',
  },
  { what: 'the captcha was missing', origin: 'seen', body: refused(CAPTCHA_TEXT), means: 'captcha' },
  { what: 'maintenance', origin: 'seen', body: refused(MAINTENANCE_TEXT), means: 'maintenance' },
  { what: 'the upstream was too slow', origin: 'seen', body: refused(UPSTREAM_TEXT), means: 'network' },
  {
    what: 'the security event',
    origin: 'guessed',
    body: refused('Se presentó un evento de seguridad.'),
    means: 'blocked',
  },
  ...TROUBLES.map(
    ([words, means, origin]): Fixture => ({
      what: `ok:false, «${words}»`,
      origin,
      body: refused(words),
      means,
    }),
  ),
  {
    what: 'ok:false, in words that nobody has seen',
    origin: 'guessed',
    body: refused('Vuelva pronto.'),
    means: 'blocked',
  },
  { what: 'ok as a word', origin: 'guessed', body: '{"ok":"false","error":"x"}', means: 'blocked' },
  { what: 'ok as a number', origin: 'guessed', body: '{"ok":0,"error":"x"}', means: 'blocked' },
  { what: 'ok:false without a word', origin: 'guessed', body: '{"ok":false}', means: 'blocked' },
  {
    what: 'ok:true, «Demasiadas solicitudes»',
    origin: 'guessed',
    body: JSON.stringify({ ok: true, encontrado: false, mensaje: 'Demasiadas solicitudes' }),
    means: 'blocked',
  },
  {
    what: 'ok:true, in words that nobody has seen',
    origin: 'guessed',
    body: JSON.stringify({ ok: true, encontrado: false, mensaje: 'Vuelva pronto.' }),
    means: 'unrecognised',
  },
  {
    what: 'another shape of a refusal',
    origin: 'guessed',
    body: '{"success":false,"message":"Vuelva pronto."}',
    means: 'blocked',
  },
  {
    what: 'another shape, with the upstream’s words',
    origin: 'guessed',
    body: '{"error":{"message":"Ocurrió un error al procesar su solicitud"}}',
    means: 'network',
  },
  { what: 'no message', origin: 'guessed', body: '{"ok":true,"encontrado":false}', means: 'unrecognised' },
  {
    what: 'HTML of an active answer in place of the JSON',
    origin: 'guessed',
    body: `<table id='consulta'><tr>${Object.values(DATA)
      .map(
        (value, index) =>
          `<td data-th='${['NUIP', 'DEPARTAMENTO', 'MUNICIPIO', 'PUESTO', 'DIRECCIÓN', 'MESA'][index]}'>${value}</td>`,
      )
      .join('')}</tr></table>`,
    means: ACTIVE,
  },
  {
    what: 'the other page’s JSON',
    origin: 'guessed',
    body: JSON.stringify({ success: true, data: { message: NOT_FOUND_TEXT } }),
    means: 'unrecognised',
  },
];
