import { z } from 'zod';
import { clean } from '../person/text/clean.ts';

/** Longer than any official name, and short enough for an address and an index. */
export const PLACE_MAX = 90;
const MESA_MAX = 20;

/** Where somebody votes, by what lists are sorted, narrowed and counted: official texts, as they came. */
export const placeKeyRule = z.object({
  /** With its departamento, because others are called the same: "LA UNION, NARIÑO". */
  municipio: z.string().max(PLACE_MAX),
  puesto: z.string().max(PLACE_MAX),
  mesa: z.string().max(MESA_MAX),
});
export type PlaceKey = z.output<typeof placeKeyRule>;

/** Not through the middle of a letter. */
const cut = (text: string, most: number): string =>
  clean(text)
    .slice(0, most)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();

/** What a municipality is called in lists and addresses. */
export const municipioKey = ({
  departamento,
  municipio,
}: {
  departamento: string;
  municipio: string;
}): string => cut(`${municipio}, ${departamento}`, PLACE_MAX);

/** What a place is called there; null for an answer of before its fields were sure. */
export const placeKeyOf = (place: {
  departamento?: string;
  municipio?: string;
  puesto?: string;
  mesa?: string;
}): PlaceKey | null => {
  const { departamento = '', municipio = '', puesto = '', mesa = '' } = place;
  const key = {
    municipio: municipioKey({ departamento, municipio }),
    puesto: cut(puesto, PLACE_MAX),
    mesa: cut(mesa, MESA_MAX),
  };
  return clean(municipio) === '' || key.puesto === '' || key.mesa === '' ? null : key;
};
