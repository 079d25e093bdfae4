import { z } from 'zod';

/** How the last question about a canary ended. `unreadable`: the page answered, and nobody could read it. */
export const canaryResults = ['same', 'different', 'unreadable', 'unanswered'] as const;
export type CanaryResult = (typeof canaryResults)[number];

/** One's own consent to be asked about each hour. Dates are ISO 8601. */
export interface CanaryState {
  /** Null while it is not given, or was taken back. */
  grantedAt: string | null;
  askedAt: string | null;
  result: CanaryResult | null;
  resultAt: string | null;
  /** How many others have given theirs. */
  others: number;
}

/** What somebody agrees to; kept with their consent. */
export const CANARY_CONSENT =
  'Autorizo que el portal consulte mi propia cédula en la página de la Registraduría una vez por hora, cuando nadie espera, para saber si la página sigue respondiendo como antes. Puedo retirar esta autorización cuando quiera.';

export const canaryGrantRule = z.object({ consent: z.literal(CANARY_CONSENT) });
