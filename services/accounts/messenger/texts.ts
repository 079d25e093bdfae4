import type { MessageKind } from './kinds.ts';

type Data = Readonly<Record<string, string>>;

/**
 * The words of each message. No link, so that nobody learns to follow one; a code fits in one SMS, also with letters that
 * make its characters twice as long (70), everything else in two (134).
 */
const texts: Record<MessageKind, (data: Data) => string> = {
  recovery_code: ({ code }) => `Censo Vivo: código ${code} para recuperar su cuenta. No lo comparta.`,
  phone_code: ({ code }) => `Censo Vivo: su código es ${code}. Vence en 15 min. No lo comparta.`,
  account_exists: () =>
    'Censo Vivo: alguien quiso registrarse con su cédula, que ya tiene cuenta. Si fue usted, ingrese o recupere su contraseña en el portal.',
  account_recovered: () =>
    'Censo Vivo: su cuenta tiene una contraseña nueva y se cerraron sus sesiones. Si no fue usted, recupérela ya desde el portal.',
  phone_changed: ({ ending }) =>
    `Censo Vivo: su cuenta usa ahora otro celular, terminado en ${ending}. Si no fue usted, escríbale a quien administra el portal.`,
  cedula_changed: ({ ending }) =>
    `Censo Vivo: la administración corrigió la cédula de su cuenta: termina en ${ending}. Ingrese al portal con ella.`,
  claim_opened: () =>
    'Censo Vivo: alguien dice que la cédula de su cuenta es suya. Si es de usted, ingrese al portal y escriba a su administración.',
  claim_decided: ({ outcome }) =>
    outcome === 'granted'
      ? 'Censo Vivo: se aceptó el reclamo de la cédula y la cuenta pasó a quien la reclamó.'
      : 'Censo Vivo: no se aceptó el reclamo de la cédula. La cuenta sigue como estaba.',
  request_incomplete: ({ number, until }) =>
    `Censo Vivo: a su reclamo ${number} le falta algo. En el portal, en Mis datos, vea qué es y complételo antes del ${until}.`,
  retention_notice: ({ date }) =>
    `Censo Vivo: sus datos se borrarán el ${date}. Si desea conservar su cuenta, ingrese al portal antes de esa fecha.`,
  erased: () =>
    'Censo Vivo: su cuenta y sus datos se borraron. Si no lo pidió, escríbale a quien administra el portal. Puede registrarse de nuevo.',
};

const LONGEST_VALUE = 40;

/** A value is words on one line, whatever somebody typed. */
const plain = (value: string): string =>
  value
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_VALUE);

/** @throws Error when the text needs a value that is not there */
export const messageText = (kind: MessageKind, data: Data): string => {
  const values = Object.fromEntries(Object.entries(data).map(([name, value]) => [name, plain(value)]));
  const text = texts[kind](values);
  if (text.includes('undefined')) throw new Error(`the message ${kind} lacks a value`);
  return text;
};
