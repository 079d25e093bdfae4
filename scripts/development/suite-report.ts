import { stripVTControlCharacters } from 'node:util';

/** How one mocha of the suite ended. */
export interface PartResult {
  /** What it ran, such as `behaviour (embedded)`. */
  name: string;
  code: number;
  seconds: number;
  /** All that it printed. */
  output: string;
  /** How those of its files ended that had failed, when they were run once more with nothing else at work. */
  alone?: PartResult | undefined;
}

const count = (output: string, what: string): number =>
  Number(new RegExp(`^ {2}(\\d+) ${what}\\b`, 'm').exec(output)?.[1] ?? 0);

/** Mocha's list of failures; of a mocha that ended without one, the end of what it said. */
const failuresOf = ({ code, output }: PartResult): string => {
  const at = output.search(/^ {2}\d+ failing$/m);
  if (at >= 0) return output.slice(at);
  return code === 0 ? '' : output.slice(-3_000);
};

/** More than a busy machine's bad luck. */
const MOST_AGAIN = 3;

/** The files whose tests failed, as far as mocha names them; none where it is not luck. */
export const failedFiles = (result: PartResult): string[] => {
  const text = stripVTControlCharacters(
    failuresOf({ ...result, output: stripVTControlCharacters(result.output) }),
  );
  const files = [...new Set(text.match(/\btest\/(?!support\/)[\w/-]+\.test\.ts/g))];
  return files.length > MOST_AGAIN ? [] : files;
};

/** Whether it counts as passed: a test that fails beside others and passes alone is named, and waits to be mended. */
export const isPassed = ({ code, alone }: PartResult): boolean => code === 0 || alone?.code === 0;

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
  const lines = results.map((result) => {
    const how = result.code === 0 ? 'ok    ' : isPassed(result) ? 'BUSY  ' : 'FAILED';
    const alone =
      how === 'BUSY  ' ? `, and passed when ${failedFiles(result).join(', ')} ran alone: mend it` : '';
    return `${how} ${result.name}: ${Math.round(result.seconds)} s${alone}`;
  });
  const failed = results.filter((result) => !isPassed(result));
  // A part that ended before its tests counts as a failure too.
  const failing = failed.reduce((total, { output }) => total + Math.max(1, count(output, 'failing')), 0);
  return [
    ...failures,
    `\n${lines.join('\n')}`,
    `${sum('passing')} passed, ${failing} failed, ${sum('pending')} skipped\n`,
  ].join('\n');
};
