import { type Logger, pino } from 'pino';
import type { Config } from '../config/config.ts';
import { describeError } from './describe-error.ts';
import { masked } from './mask.ts';
import { currentRequestId } from './request-context.ts';
import { terminal } from './terminal.ts';

type LogSettings = Pick<Config, 'production' | 'logLevel'>;

/** Which trace a line belongs to. */
const currentTrace = (): object => {
  const request = currentRequestId();
  return request === undefined ? {} : { request };
};

/**
 * What a process says of itself: a JSON object a line in production, else a line for whoever sits before the terminal. Written at
 * once, so that the last words of a process that dies are there. Whatever may be somebody's is taken out of every line.
 *
 * @param to where the lines go; the standard output unless told
 */
export const createLogger = (
  { production, logLevel }: LogSettings,
  to: { write(line: string): void } = pino.destination({ fd: 1, sync: true }),
): Logger =>
  pino(
    {
      level: logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      mixin: currentTrace,
    },
    production ? to : terminal(to),
  );

/** The words of a line and what comes with them, as they are called: `log.error('what', error)`. */
const write = (logger: Logger, level: Level, args: readonly unknown[]): void => {
  if (!logger.isLevelEnabled(level)) return;
  const words: string[] = [];
  let extra: object = {};
  for (const part of args)
    if (part instanceof Error) extra = { ...extra, err: describeError(part) };
    else words.push(masked(typeof part === 'string' ? part : JSON.stringify(part)));
  logger[level](extra, words.join(' '));
};

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
type Level = (typeof LEVELS)[number];

/** How the broker's parts and the services are given a logger: by the library's own way to pino. */
export const moleculerLogger = (settings: LogSettings, logger = createLogger(settings)) => ({
  type: 'Pino' as const,
  options: {
    level: settings.logLevel,
    createLogger(level: Level, { nodeID, mod }: { nodeID: string; mod: string }) {
      const child = logger.child({ nodeID, mod }, { level });
      return Object.fromEntries(
        LEVELS.map((name) => [name, (...args: unknown[]) => write(child, name, args)]),
      );
    },
  },
});
