import { isAppError } from '../../../shared/errors.ts';

/** What a call answers, or null when it says that there is no such thing (404). */
export const orNull = <T>(answer: Promise<T>): Promise<T | null> =>
  answer.catch((error: unknown) => {
    if (isAppError(error) && error.status === 404) return null;
    throw error;
  });
