import type { ReferredPerson } from '../../../shared/contract/accounts.ts';
import type { CensusView } from '../../../shared/contract/census.ts';
import { greetingName } from '../../../shared/person/greeting-name.ts';
import { phoneLink } from '../../../shared/person/phone/phone.ts';
import { isFailure } from '../../../shared/policy/access.ts';

/** A way to write to somebody from one's own phone; the portal sends nothing. */
export interface Reminder {
  /** Opens a chat with the text in it, which whoever opened it sends or not. */
  url: string;
  firstName: string;
}

/** Where the portal is, as a link to a registration has it. */
export const portalOf = (referralLink: string): string => referralLink.replace(/\/register\/.*$/, '');

/**
 * What reminds somebody of their answer. It names nobody but them, and neither their cédula nor where they vote: a number may be
 * mistyped, and the portal tells who logs in.
 *
 * @param view null when nothing is known of them
 * @returns null for who sees no phone, for one that cannot be written to, and for who has died
 */
export const reminderOf = (
  { nombreCompleto, phone }: Pick<ReferredPerson, 'nombreCompleto' | 'phone'>,
  view: CensusView | null,
  portal: string,
): Reminder | null => {
  const number = phone === null ? null : writtenTo(phone);
  if (number === null || view?.status === 'CANCELLED_DECEASED') return null;
  const firstName = greetingName(nombreCompleto);
  const text = `Hola, ${firstName}: ${wordsFor(view, portal)}`;
  return { url: `https://wa.me/${number}?text=${encodeURIComponent(text)}`, firstName };
};

/** With the country's code and digits only; a fixed phone has no chat. */
const writtenTo = (phone: string): string | null => {
  const number = phoneLink(phone)?.replace(/^tel:\+/, '') ?? null;
  return number === null || /^5760\d{8}$/.test(number) ? null : number;
};

const wordsFor = (view: CensusView | null, portal: string): string => {
  if (view === null)
    return `para conocer su puesto de votación, entre a Censo Vivo y autorice la consulta: ${portal}/mis-datos/autorizaciones/`;
  if (view.answer === null && (!isFailure(view.status) || view.nextAttemptAt !== null))
    return `su consulta del puesto de votación sigue en fila. Cuando llegue la respuesta, la verá aquí: ${portal}/perfil/`;
  if (view.answer === null)
    return `todavía no hay respuesta sobre su puesto de votación. Entre y pida la consulta otra vez: ${portal}/perfil/`;
  if (view.answer.kind === 'active')
    return `ya está su puesto de votación. Véalo, guárdelo y mire cómo llegar: ${portal}/perfil/`;
  return `ya hay respuesta sobre su cédula en el censo electoral. Véala aquí: ${portal}/perfil/`;
};
