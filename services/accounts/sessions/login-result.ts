import { isAppError } from '../../../shared/errors.ts';
import type { UserRow } from '../store/entities.ts';

/** How a login ended: also the values of a metric's label. */
export const loginResults = ['good', 'wrong', 'factor', 'locked', 'suspended', 'failed'] as const;
export type LoginResult = (typeof loginResults)[number];

const byCode: Record<string, LoginResult> = {
  wrong_credentials: 'wrong',
  // What was asked is valid when it comes here: what is not is the second step.
  validation: 'factor',
  too_many_attempts: 'locked',
  account_suspended: 'suspended',
};

export const resultOf = (error: unknown): LoginResult =>
  (isAppError(error) ? byCode[error.code] : undefined) ?? 'failed';

/** Is told how each login ended, and whose account it was about; null when nobody has the cédula. */
export type LoginWatch = (result: LoginResult, user: UserRow | null) => void;
