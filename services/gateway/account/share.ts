import { keptQrOf } from '../ui/qr.ts';

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
export const shareOf = (link: string): Share => ({
  link,
  text: TEXT,
  whatsapp: `https://wa.me/?text=${encodeURIComponent(`${TEXT} ${link}`)}`,
  qr: keptQrOf(link),
});
