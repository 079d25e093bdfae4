import { stripVTControlCharacters } from 'node:util';

/** How one mocha of the suite ended. */
export interface PartResult {
  /** What it ran, such as `behaviour (embedded)`. */
  name: string;
  code: number;
  seconds: number;
  /** All that it printed. */
  output: string;
}

const count = (output: string, what: string): number =>
  Number(new RegExp(`^ {2}(\\d+) ${what}\\b`, 'm').exec(output)?.[1] ?? 0);

/** Mocha's list of failures; of a mocha that ended without one, the end of what it said. */
const failuresOf = ({ code, output }: PartResult): string => {
  const at = output.search(/^ {2}\d+ failing$/m);
  if (at >= 0) return output.slice(at);
  return code === 0 ? '' : output.slice(-3_000);
};

/**
 * What whoever reads only the end of a long log wants: every failure of every part, a line a part, and the sum in the
 * words `N passed, N failed, N skipped`.
 */
export const suiteReport = (printed: readonly PartResult[]): string => {
  const results = printed.map((result) => ({ ...result, output: stripVTControlCharacters(result.output) }));
  const sum = (what: string): number => results.reduce((total, { output }) => total + count(output, what), 0);
  const failures = results
    .map((result) => ({ name: result.name, failures: failuresOf(result) }))
    .filter(({ failures }) => failures !== '')
    .map(({ name, failures }) => `\n=== ${name}\n${failures.trimEnd()}\n`);
  const lines = results.map(
    ({ name, code, seconds }) => `${code === 0 ? 'ok    ' : 'FAILED'} ${name}: ${Math.round(seconds)} s`,
  );
  // A part that ended before its tests counts as a failure too.
  const dead = results.filter(({ code, output }) => code !== 0 && count(output, 'failing') === 0).length;
  return [
    ...failures,
    `\n${lines.join('\n')}`,
    `${sum('passing')} passed, ${sum('failing') + dead} failed, ${sum('pending')} skipped\n`,
  ].join('\n');
};
