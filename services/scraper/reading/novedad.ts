import { fold } from './fold.ts';

/** Official state codes for death: 21 muerte, 51 muerte (Ley 1365 de 2009). */
const DEATH_CODES = new Set(['21', '51']);

/** True only for death: "Cancelada por Muerte", "Fallecido", or the state code alone. Every other novedad is not. */
export const isDeath = (novedad: string): boolean => {
  const text = fold(novedad);
  return /\b(muerte|muerto|muerta|fallecid[oa]|fallecimiento)\b/.test(text) || DEATH_CODES.has(text);
};
