import { z } from 'zod';

/** Most bytes of compressed evidence for one failure. */
export const EVIDENCE_BYTES = 256 * 1024;

/** What a page showed when a lookup failed: HTML or the answer's body, compressed with gzip, in base64. */
export const evidenceRule = z.object({
  page: z.base64().max(Math.ceil(EVIDENCE_BYTES / 3) * 4),
  /** True when the page was longer than what is kept. */
  truncated: z.boolean(),
});
export type Evidence = z.output<typeof evidenceRule>;
