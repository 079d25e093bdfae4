import type { Surroundings } from '../carry-out.ts';
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

type Streams = Pick<Surroundings, 'stdout' | 'stderr'>;

/** Prints what came of an order. */
export const report = ({ lines, data, ok = true }: Result, json: boolean, { stdout }: Streams): void => {
  for (const line of json ? [JSON.stringify({ ok, ...data })] : lines) stdout.write(`${line}\n`);
};

/** Prints why an order was not carried out: people read it apart from results, programs in the same place. */
export const reportFailure = (
  { code, message }: Failure,
  json: boolean,
  { stdout, stderr }: Streams,
): void => {
  if (json) stdout.write(`${JSON.stringify({ ok: false, error: { code, message } })}\n`);
  else stderr.write(`${message}\n`);
};
