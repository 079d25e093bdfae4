import type { ExitCode } from './exit-codes.ts';
import type { Failure } from './failure.ts';

/** What an order says when it is done: lines for people, or one JSON object for programs. */
export interface Result {
  lines: readonly string[];
  data: object;
  /** False when it ran and found faults; true unless told. */
  ok?: boolean;
  /** How a run that found faults ends; 1 unless told. */
  exit?: ExitCode;
}

/** Prints what came of an order. */
export const report = ({ lines, data, ok = true }: Result, json: boolean): void => {
  if (json) console.log(JSON.stringify({ ok, ...data }));
  else for (const line of lines) console.log(line);
};

/** Prints why an order was not carried out: people read it apart from results, programs in the same place. */
export const reportFailure = ({ code, message }: Failure, json: boolean): void => {
  if (json) console.log(JSON.stringify({ ok: false, error: { code, message } }));
  else console.error(message);
};
