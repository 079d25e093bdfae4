import { isAppError } from '../errors.ts';
import { describeError } from './describe-error.ts';
import { createLogger } from './logger.ts';

/**
 * Why a process ends, also before it has read its configuration: one clear line for what a person can mend; everything, but what
 * is somebody's, for what only a developer can. In production it is a line of the log.
 */
export const sayFatal = (why: unknown): void => {
  const words = isAppError(why) ? why.message : typeof why === 'string' ? why : '';
  if (process.env.NODE_ENV === 'production') {
    const err = why instanceof Error && words === '' ? { err: describeError(why) } : {};
    createLogger({ production: true, logLevel: 'fatal' }).fatal({ mod: 'start', ...err }, words);
  } else console.error(words === '' ? why : words);
};
