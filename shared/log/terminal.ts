import { styleText } from 'node:util';
import type { DescribedError } from './describe-error.ts';

interface Line {
  level: string;
  time: string;
  mod?: string;
  msg?: string;
  request?: string;
  err?: DescribedError;
}

const COLOURS: Record<string, Parameters<typeof styleText>[0]> = {
  fatal: ['red', 'inverse'],
  error: 'red',
  warn: 'yellow',
  info: 'green',
};

/** Turns lines of JSON into those that people read. */
export const terminal = (to: { write(line: string): void }) => ({
  write(json: string): void {
    const { level, time, mod = '', msg = '', request, err }: Line = JSON.parse(json);
    const kind = styleText(COLOURS[level] ?? 'gray', level.toUpperCase().padEnd(5));
    // Ledgers are read from the log: what went well has nothing behind it.
    const of = request === undefined || level === 'info' ? '' : styleText('gray', ` (${request})`);
    const told = err === undefined ? '' : ` ${errorText(err)}`;
    to.write(
      `${styleText('gray', `[${time.slice(11)}]`)} ${kind} ${mod.toUpperCase()}: ${msg}${told}${of}\n`,
    );
  },
});

const errorText = ({ type, code, message, stack, cause }: DescribedError): string =>
  [
    [type, code, message].filter((part) => part !== undefined).join(' '),
    ...(stack === undefined ? [] : [stack]),
    ...(cause === undefined ? [] : [`  because of ${errorText(cause)}`]),
  ].join('\n');
