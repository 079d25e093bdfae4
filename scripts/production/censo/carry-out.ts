import type { Surroundings } from './families/family.ts';
import { createProgram } from './program.ts';
import { failureOf } from './result/failure.ts';
import { type ExitCode, exitCode, report, reportFailure } from './result/result.ts';

/** Carries out one order, and prints what came of it. @returns how the process should end */
export const carryOut = async (words: readonly string[], surroundings: Surroundings): Promise<ExitCode> => {
  const json = words.includes('--json');
  let exit: ExitCode = exitCode.ok;
  try {
    const program = createProgram(surroundings, (result) => {
      report(result, json, surroundings);
      if (result.ok === false) exit = result.exit ?? exitCode.failed;
    });
    // Programs may write it anywhere; the parser wants it first.
    await program.parseAsync(
      words.filter((word) => word !== '--json'),
      { from: 'user' },
    );
    return exit;
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) return exit;
    reportFailure(failure, json, surroundings);
    return failure.exit;
  }
};
