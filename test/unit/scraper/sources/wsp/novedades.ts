import { CEDULA, cancelled, type Fixture, OTHER_CEDULA } from '../../../../support/official/fixture.ts';
import { NOVEDADES } from '../../../../support/official/words.ts';
import { answer, type Column, refusal, table } from './answers.ts';

const CANCELLED = (novedad: string): Column[] => [
  ['NUIP', CEDULA],
  ['NOVEDAD', novedad],
  ['RESOLUCIÓN', '4521 DE 2019'],
  ['FECHA NOVEDAD', '12/03/2019'],
];

const DETAILS = { resolucion: '4521 DE 2019', fechaNovedad: '12/03/2019' };

/** Novedades that are words enough to stand without a table. */
const SENTENCES = NOVEDADES.filter(([novedad]) => / por | con | habilitado/i.test(novedad));

export const NOVEDAD: readonly Fixture[] = [
  // Columns seen, markup guessed.
  ...NOVEDADES.map(
    ([novedad]): Fixture => ({
      what: `«${novedad}» in a table`,
      origin: 'guessed',
      body: answer(table(CANCELLED(novedad))),
      means: cancelled(novedad, DETAILS),
    }),
  ),
  ...SENTENCES.map(
    ([novedad, origin]): Fixture => ({
      what: `«${novedad}» in words only`,
      origin,
      body: refusal(`<p>${novedad}</p>`),
      means: cancelled(novedad),
    }),
  ),
  {
    what: 'a table without resolución and fecha',
    origin: 'guessed',
    body: answer(table(CANCELLED('Baja por Trashumancia').slice(0, 2))),
    means: cancelled('Baja por Trashumancia'),
  },
  {
    what: 'a table about somebody else',
    origin: 'guessed',
    body: answer(table(CANCELLED('Cancelada por Muerte')).replace(CEDULA, OTHER_CEDULA)),
    means: 'wrong_person',
  },
  {
    what: 'words about somebody else',
    origin: 'guessed',
    body: refusal(`El documento de identidad número ${OTHER_CEDULA} no se encuentra habilitado para votar.`),
    means: 'wrong_person',
  },
  {
    what: 'words over two lines',
    origin: 'guessed',
    body: refusal('Cancelada&nbsp;por\n  Muerte'),
    means: cancelled('Cancelada por Muerte'),
  },
  {
    what: 'a table with an empty NOVEDAD',
    origin: 'guessed',
    body: answer(table(CANCELLED(' '))),
    means: 'unrecognised',
  },
];
