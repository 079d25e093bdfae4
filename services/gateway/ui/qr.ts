import { LRUCache } from 'lru-cache';
import { renderSVG } from 'uqr';

/** Modules of white around the code, which scanners need. */
const QUIET_ZONE = 4;

/** A code that a telephone's camera reads, as an inline SVG. `ecc`: how much of it may be dirty; 'L' for a long text. */
export const qrOf = (text: string, ecc: 'L' | 'M' = 'M'): string =>
  renderSVG(text, { border: QUIET_ZONE, ecc });

/** Some 20 MB at the most. */
const drawn = new LRUCache<string, string>({ max: 2_000 });

/** The same of what somebody's pages show again and again, and is no secret: drawing it costs more than the rest of a page. */
export const keptQrOf = (text: string): string => {
  const known = drawn.get(text);
  if (known !== undefined) return known;
  const made = qrOf(text);
  drawn.set(text, made);
  return made;
};
