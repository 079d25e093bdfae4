import { createHash } from 'node:crypto';
import type { LimitKind } from '../../../shared/config/variables/limits.ts';

/** The forms that strangers send. */
export type FormKind = Extract<LimitKind, 'register' | 'login'>;

/** For which form of which browser something is good: for no other. */
export interface Scope {
  form: FormKind;
  /** The secret that only this browser has. */
  browser: string;
}

/** A scope as it leaves the portal: the secret, which is random, cannot be told from its hash. */
export const namedScope = ({ form, browser }: Scope) => ({
  form,
  browser: createHash('sha256').update(`scope ${browser}`).digest('base64url'),
});
