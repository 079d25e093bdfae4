import { AppError } from '../../../shared/errors.ts';
import type { Ctx, Next } from '../context.ts';

/** Says in words of this form what to do when more was sent than a form may have. */
export const explainTooLarge =
  (message: string) =>
  async (_ctx: Ctx, next: Next): Promise<void> => {
    try {
      await next();
    } catch (error) {
      const isTooLarge = error instanceof Error && 'status' in error && error.status === 413;
      throw isTooLarge ? new AppError('too_large', message, { status: 413, cause: error }) : error;
    }
  };
