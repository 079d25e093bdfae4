import { isDeepStrictEqual } from 'node:util';
import { decodeJwt } from 'jose';
import { z } from 'zod';

/** A receipt's file; whoever leaves out what can be read has left nothing to be believed. */
const fileRule = z.object({
  jws: z.string(),
  issuedAt: z.iso.datetime().optional(),
  responsible: z.unknown().optional(),
  cedula: z.unknown().optional(),
  decisions: z.unknown().optional(),
});

/** The code in what was pasted: the code itself, the link with it, or the whole file; null for a file that somebody changed. */
export const codeIn = (pasted: string): string | null => {
  // A file has the link in it too, which says nothing of what stands beside it.
  if (!/^\s*\{/.test(pasted)) return /[?&]c=([\w.-]+)/.exec(pasted)?.[1] ?? pasted;
  try {
    const file = fileRule.parse(JSON.parse(pasted));
    return saysWhatIsSigned(file) ? file.jws : null;
  } catch {
    return null;
  }
};

/** Only the signature is checked by whoever has the key: what people read beside it has to be the same. */
const saysWhatIsSigned = ({ jws, issuedAt, ...read }: z.output<typeof fileRule>): boolean => {
  const signed = decodeJwt(jws.replace(/\s/g, ''));
  const isSameDay = issuedAt === undefined || Math.floor(Date.parse(issuedAt) / 1_000) === signed.iat;
  return (
    isSameDay &&
    Object.entries(read).every(
      ([name, value]) => value === undefined || isDeepStrictEqual(value, signed[name]),
    )
  );
};
