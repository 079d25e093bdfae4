import { z } from 'zod';

/** Why somebody was erased: they wanted it, an ADMIN did, the command line, the term was over, or a backup had them again. */
export type ErasureReason = 'own' | 'admin' | 'command' | 'retention' | 'restored';

/** Somebody who was erased, by the SHA-256 of their account's id in hexadecimal digits. `erasedAt` is ISO 8601. */
const erasedPersonRule = z.object({ personHash: z.hash('sha256'), erasedAt: z.iso.datetime() });
export type ErasedPerson = z.output<typeof erasedPersonRule>;

/** By which accounts knows that it was itself who erased: others keep it, and nobody else can make one. */
export const sealRule = z.hash('sha256');

/** An erasure as somebody else remembers it; without a seal it is only what they say. */
export const sealedErasureRule = erasedPersonRule.extend({ seal: sealRule.nullable() });
export type SealedErasure = z.output<typeof sealedErasureRule>;

/** As many as one page has at the most. */
export const ERASURES_PAGE = 500;

/** Behind which one to begin, null for the first, and how many. */
export const erasuresAfter = z.object({
  after: erasedPersonRule.nullable(),
  limit: z.number().int().min(1).max(ERASURES_PAGE).default(ERASURES_PAGE),
});

/** So long before the day on which everybody is erased every page says it. */
export const SHOWN_DAYS = 60;
