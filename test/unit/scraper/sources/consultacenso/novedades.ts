import { novedad } from '../../../../support/official/consultacenso.ts';
import { CEDULA, cancelled, type Fixture, OTHER_CEDULA } from '../../../../support/official/fixture.ts';
import { CAPTCHA_TEXT, NOT_FOUND_TEXT, NOVEDADES } from '../../../../support/official/words.ts';

const DETAILS = { resolucion: '4521 DE 2019', fechaNovedad: '12/03/2019' };

const TABLE =
  "<table class='table' id='consulta'><thead><tr><th>NUIP</th><th>NOVEDAD</th><th>RESOLUCIÓN</th><th>FECHA NOVEDAD</th></tr></thead>" +
  `<tbody><tr><td>${CEDULA}</td><td>Cancelada por Muerte</td><td>4521 DE 2019</td><td>12/03/2019</td></tr></tbody></table>`;

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
    what: 'words of somebody who is not in the census',
    origin: 'guessed',
    body: novedad({ mensaje: NOT_FOUND_TEXT }),
    means: 'unrecognised',
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
