import type { Trouble } from '../../../shared/contract/census.ts';
import { isAppError } from '../../../shared/errors.ts';
import { PaceLostError } from '../pace/turn.ts';

/** What an error says about this scraper's means, for those who wait and for operators. */
export const troubleOf = (error: unknown): Trouble => {
  if (error instanceof PaceLostError) return 'pace';
  return isAppError(error) && error.code.startsWith('browser_') ? 'browser' : 'other';
};
