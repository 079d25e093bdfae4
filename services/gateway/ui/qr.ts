import { renderSVG } from 'uqr';

/** Modules of white around the code, which scanners need. */
const QUIET_ZONE = 4;

/** A code that a telephone's camera reads, as an inline SVG. `ecc`: how much of it may be dirty; 'L' for a long text. */
export const qrOf = (text: string, ecc: 'L' | 'M' = 'M'): string =>
  renderSVG(text, { border: QUIET_ZONE, ecc });
