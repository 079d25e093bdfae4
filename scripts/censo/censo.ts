import { exitCode } from './exit-codes.ts';
import { failureOf } from './failure.ts';
import { createProgram } from './program.ts';
import { report, reportFailure } from './report.ts';

/** `npx censo …`: carries out one order and says how it ended. */
const json = process.argv.includes('--json');

try {
  const program = createProgram((result) => {
    report(result, json);
    process.exitCode = result.ok === false ? (result.exit ?? exitCode.failed) : exitCode.ok;
  });
  // Programs may write it anywhere; the parser wants it first.
  await program.parseAsync(
    process.argv.slice(2).filter((word) => word !== '--json'),
    { from: 'user' },
  );
} catch (error) {
  const failure = failureOf(error);
  if (failure !== null) {
    reportFailure(failure, json);
    process.exitCode = failure.exit;
  }
}
