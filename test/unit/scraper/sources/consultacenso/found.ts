import { DATA, found, without } from '../../../../support/official/consultacenso.ts';
import { ACTIVE, CEDULA, type Fixture, OTHER_CEDULA } from '../../../../support/official/fixture.ts';

const renamed = (rename: (key: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(DATA).map(([key, value]) => [rename(key), value]));

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
