import type { DemandTerms } from '../sessions/demand.ts';
import type { Cipher } from './cipher.ts';

/** What this portal wants of second factors. */
export interface FactorSettings extends DemandTerms {
  /** Seals the secrets of apps. */
  cipher: Cipher;
  /** Is told of a secret that no key opens. */
  log: { error(message: string): void };
}
