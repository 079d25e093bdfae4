import { masked } from './mask.ts';

/** What a line of the log has of an error. */
export interface DescribedError {
  type: string;
  code?: string;
  message?: string;
  stack?: string;
  cause?: DescribedError;
}

const SQL_STATE = /^[0-9A-Z]{5}$/;
const DEEPEST = 4;

/**
 * An error without what may be somebody's: a database's has its code and where it happened, and never its message, which has
 * the values of the statement that failed.
 */
export const describeError = (error: Error, depth = 0): DescribedError => {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return {
    type: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code: masked(String(code)) } : {}),
    ...(isOfDatabase(error) ? {} : { message: masked(error.message) }),
    ...(frames.length === 0 ? {} : { stack: frames.join('\n') }),
    ...(cause instanceof Error && depth < DEEPEST ? { cause: describeError(cause, depth + 1) } : {}),
  };
};

/** Also when it came from another process, which leaves its class behind. */
const isOfDatabase = (error: Error): boolean => {
  const { code } = error as { code?: unknown };
  return (
    (typeof code === 'string' && SQL_STATE.test(code)) || /(?:Exception|DatabaseError)$/.test(error.name)
  );
};
