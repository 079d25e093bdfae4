import { roles } from '../../../shared/contract/accounts.ts';
import { formatCedula, maskCedula } from '../../../shared/person/cedula.ts';
import { formatPhone } from '../../../shared/person/phone/phone.ts';
import type { UserRow } from '../store/entities.ts';

/** Words that are shorter stand in anybody's sentence. */
const SHORTEST = 4;

/** What the trail itself writes: nobody's name takes it out. */
const OWN: ReadonlySet<string> = new Set(
  [...roles, 'persona', 'líder', 'lider', 'coordinador', 'coordinadora', 'operación', 'administración'].map(
    (word) => word.toLowerCase(),
  ),
);

/** By what somebody may be named in a reason that was typed, the longest first. */
export const namingWords = ({
  cedula,
  nombreCompleto,
  phone,
  phonePending,
  referralCode,
}: UserRow): string[] => {
  const numbers = [phone, phonePending ?? ''].flatMap((one) => [
    one,
    formatPhone(one),
    one.replace(/^\+57/, ''),
  ]);
  const words = [cedula, formatCedula(cedula), maskCedula(cedula), referralCode, ...numbers, nombreCompleto];
  return [...new Set([...words, ...nombreCompleto.split(/\s+/)])]
    .filter((word) => word.length >= SHORTEST && !OWN.has(word.toLowerCase()))
    .sort((a, b) => b.length - a.length);
};

/** A text without these words, where they stand whole. As `redact_audit` in m0018 does it. */
export const withoutWords = (text: string, words: readonly string[]): string =>
  words.reduce((left, word) => {
    const pattern = `(?<![\\p{L}\\p{N}])${RegExp.escape(word)}(?![\\p{L}\\p{N}])`;
    return left.replaceAll(new RegExp(pattern, 'giu'), '***');
  }, text);
