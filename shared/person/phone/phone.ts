import { type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { phoneShapeProblem, readPhoneShape } from './shape.ts';

/** What a person of Colombia may be reached by: no free or premium line. */
const COLOMBIAN_TYPES = ['MOBILE', 'FIXED_LINE', 'FIXED_LINE_OR_MOBILE'];

/**
 * Reads a typed or pasted phone: a Colombian one with ten digits, or any that exists abroad, with + or 00.
 *
 * @returns E.164, `+573107654321`; null when nobody can have this number
 */
export const parsePhone = (text: string): string | null => {
  const read = readPhoneShape(text);
  if ('problem' in read) return null;
  const phone = parsePhoneNumberFromString(`+${read.digits}`);
  return phone !== undefined && exists(phone) && isWritten(phone, read.digits) ? phone.number : null;
};

const exists = (phone: PhoneNumber): boolean =>
  phone.isValid() && (phone.countryCallingCode !== '57' || COLOMBIAN_TYPES.includes(phone.getType() ?? ''));

/** The library leaves out the digits by which some countries are called from inside; it must not add or move any. */
const isWritten = ({ countryCallingCode, nationalNumber }: PhoneNumber, digits: string): boolean =>
  digits.startsWith(countryCallingCode) && digits.endsWith(nationalNumber);

/** Says in Spanish why a typed phone is refused, or null when it may be used. */
export const phoneProblem = (text: string): string | null => {
  const problem = phoneShapeProblem(text);
  if (problem !== null) return problem;
  return parsePhone(text) === null ? 'Ese número de celular no existe: revíselo.' : null;
};

/** A phone of Colombia as it is kept: by this release in E.164, by the one before it with its ten digits. */
const HOME = /^(?:\+57)?((?:3\d|60)\d)(\d{3})(\d{4})$/;

/**
 * A phone as it is kept (E.164, or as an earlier release kept it) in the way of its country: `310 765 4321` at home,
 * `+1 213 373 4253` abroad.
 */
export const formatPhone = (phone: string): string => {
  const home = HOME.exec(phone);
  if (home !== null) return home.slice(1).join(' ');
  return parsePhoneNumberFromString(phone)?.formatInternational() ?? phone;
};

/** The link that calls a phone that is kept; null for one that an earlier release kept as it was typed. */
export const phoneLink = (phone: string): string | null => {
  if (phone.startsWith('+')) return `tel:${phone}`;
  return HOME.test(phone) ? `tel:+57${phone}` : null;
};
