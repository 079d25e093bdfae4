import { renderSVG } from 'uqr';

/** Ways to send a referral link. */
export interface Share {
  link: string;
  /** What goes with the link. */
  text: string;
  whatsapp: string;
  /** An inline SVG. */
  qr: string;
}

const TEXT = 'Consulte conmigo su puesto de votación. Regístrese aquí:';
/** Modules of white around the code, which scanners need. */
const QUIET_ZONE = 4;

export const shareOf = (link: string): Share => ({
  link,
  text: TEXT,
  whatsapp: `https://wa.me/?text=${encodeURIComponent(`${TEXT} ${link}`)}`,
  qr: renderSVG(link, { border: QUIET_ZONE, ecc: 'M' }),
});
