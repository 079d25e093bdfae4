import { fold } from './fold.ts';

/** Official state codes for death: 21 muerte, 51 muerte (Ley 1365 de 2009). */
const DEATH_CODES = new Set(['21', '51']);

/** A code alone or before its words: "21", "21 - Muerte", "Código 51: muerte". */
const CODE = /^(?:(?:codigo|estado|novedad)\s*:?\s*)?0*(\d{2})(?!\d)\s*[-–—.:)/]*\s*/;

/** Death as the reason, or said of the person; in another place ("calle de la muerte") it is something else. */
const DEATH =
  /(?:^|[:.;(–—-] ?|\b(?:cancelad[ao]|baja) |\bpor (?:causa de |motivo de )?|\b(?:novedad|estado|motivo|causal?)\s*:?\s*|\bcausa de |\b(?:persona|ciudadan[oa]|titular|esta|figura como|encuentra) )(?:muerte|muert[oa]|fallecid[oa]|fallecimiento|defuncion)\b/;

/** What takes a death back, or is another reason: then the person may well live. */
const DOUBT =
  /\bfals[oa]|\brevoca|\banula|\berror|\berrone|\binexistente|\bdesvirtua|\bcedulacion|\bidentidad\b|\bsuplanta|\bextranjer|\bmenoria|\btrashumancia|\bderechos\b|\binterdiccion|\belaboracion|\b(?:no|ni|sin) (?:\w+ )?(?:muerte|muert[oa]|fallecid[oa]|fallecimiento)/;

/**
 * True only for death: "Cancelada por Muerte", "Fallecida", state code 21 or 51, also before its words. Whatever
 * contradicts itself is not: to call a living person dead is the worse mistake.
 */
export const isDeath = (novedad: string): boolean => {
  const text = fold(novedad);
  const [prefix = '', code] = CODE.exec(text) ?? [];
  const words = text.slice(prefix.length).replace(/^\(|\)$/g, '');
  if (DOUBT.test(words.replace(/documento de identidad/g, ''))) return false;
  if (code !== undefined && !DEATH_CODES.has(code)) return false;
  if (code !== undefined && words === '') return true;
  return DEATH.test(words);
};
