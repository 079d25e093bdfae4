import { LRUCache } from 'lru-cache';
import { encode } from 'uqr';

/** Modules of white around the code, which scanners need. */
const QUIET_ZONE = 4;

/** Each row's dark modules that stand together as one line: a third of what a square each would take on every page. */
const linesOf = (rows: readonly (readonly boolean[])[]): string =>
  rows
    .flatMap((row, y) =>
      row.flatMap((isDark, x) => {
        if (!isDark || row[x - 1] === true) return [];
        const light = row.indexOf(false, x);
        return [`M${x} ${y}h${(light < 0 ? row.length : light) - x}v1H${x}`];
      }),
    )
    .join('');

/** A code that a telephone's camera reads, as an inline SVG. `ecc`: how much of it may be dirty; 'L' for a long text. */
export const qrOf = (text: string, ecc: 'L' | 'M' = 'M'): string => {
  const { data, size } = encode(text, { border: QUIET_ZONE, ecc });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="white" d="M0 0h${size}v${size}H0z"/><path fill="black" d="${linesOf(data)}"/></svg>`;
};

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
