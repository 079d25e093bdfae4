import type { Answer, PlaceMove } from '../../../shared/contract/census.ts';
import { changedParts, type PlacePart, type PlaceWords } from '../../../shared/place/another-place.ts';
import { formatMoment } from '../ui/format.ts';
import { withCapitals } from './capitals.ts';

/** That somebody's place is another than it was, as a page says it. */
export interface Moved {
  /** "Su puesto cambió: antes X, ahora Y." */
  text: string;
  /** When it was found. */
  since: string;
}

/** What changed, said to the person themselves, and to who leads them. */
const titles: Record<'mesa' | 'direccion' | 'puesto', { own: string; other: string }> = {
  mesa: { own: 'Su mesa cambió', other: 'La mesa cambió' },
  direccion: { own: 'La dirección de su puesto cambió', other: 'La dirección del puesto cambió' },
  puesto: { own: 'Su puesto cambió', other: 'El puesto cambió' },
};

/** Null where there is nothing to tell, or not any more. */
export const presentMoved = (
  move: PlaceMove | null | undefined,
  answer: Answer | null,
  isOwn: boolean,
  now: Date,
): Moved | null => {
  if (move == null || !move.isNews || answer?.kind !== 'active') return null;
  const parts = changedParts(move.from, answer);
  const [what, words] = said(parts);
  const { own, other } = titles[what];
  return {
    text: `${isOwn ? own : other}: antes ${words(move.from)}, ahora ${words(answer)}.`,
    // The time ends in "a. m.", with its own full stop.
    since: `Lo encontramos ${formatMoment(move.changedAt, now)}`,
  };
};

/** No more than what changed: a person who goes to the same house looks for another row. */
const said = (parts: readonly PlacePart[]): [keyof typeof titles, (place: PlaceWords) => string] => {
  if (parts.length === 1 && parts[0] === 'mesa') return ['mesa', ({ mesa }) => `la ${mesa}`];
  if (parts.length === 1 && parts[0] === 'direccion')
    return ['direccion', ({ direccion }) => withCapitals(direccion)];
  const isElsewhere = parts.includes('municipio') || parts.includes('departamento');
  return ['puesto', (place) => placeLine(place, isElsewhere)];
};

/** "IE La Esperanza, mesa 7", with the town where it says something. */
export const placeLine = ({ puesto, mesa, municipio }: PlaceWords, withTown: boolean): string =>
  `${withCapitals(puesto)}, mesa ${mesa}${withTown ? `, ${withCapitals(municipio)}` : ''}`;
