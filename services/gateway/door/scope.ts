import type { LimitKind } from '../../../shared/config/variables/limits.ts';
import type { Secrets } from './secrets.ts';

/** The forms that strangers send. */
export type FormKind = Extract<LimitKind, 'register' | 'login'>;

/** For which form of which browser something is good: for no other. */
export interface Scope {
  form: FormKind;
  /** The secret that only this browser has. */
  browser: string;
}

/** A scope as it leaves the portal, without the secret. */
export const namedScope = ({ form, browser }: Scope, secrets: Pick<Secrets, 'nameOf'>) => ({
  form,
  browser: secrets.nameOf('browser', browser),
});
