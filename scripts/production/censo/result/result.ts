/** How a run of the command line ends, for programs; `--help` says it too. */
export const exitCode = {
  ok: 0,
  /** A check found a fault, or what was asked for was refused. */
  failed: 1,
  /** The order itself, or the configuration, is wrong, or the Node too old (censo.mjs). */
  usage: 2,
  /** A server that is needed cannot be reached. */
  away: 3,
} as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** What an order says when it is done: lines for people, or one JSON object for programs. */
export interface Result {
  lines: readonly string[];
  data: object;
  /** False when it ran and found faults; true unless told. */
  ok?: boolean;
  /** How a run that found faults ends; 1 unless told. */
  exit?: ExitCode;
  /** The standard output has what was asked for itself: the lines go beside it. */
  beside?: boolean;
}

/** Why an order was not carried out, for whoever gave it. */
export interface Failure {
  code: string;
  message: string;
  exit: ExitCode;
}

/** Where an order's words go. */
export interface Output {
  stdout: { write(content: string | Uint8Array): unknown };
  stderr: { write(text: string): unknown };
}

/** Prints what came of an order. */
export const report = (
  { lines, data, ok = true, beside = false }: Result,
  json: boolean,
  { stdout, stderr }: Output,
): void => {
  const out = beside ? stderr : stdout;
  for (const line of json ? [JSON.stringify({ ok, ...data })] : lines) out.write(`${line}\n`);
};

/** Prints why an order was not carried out: people read it apart from results, programs in the same place. */
export const reportFailure = (
  { code, message }: Failure,
  json: boolean,
  { stdout, stderr }: Output,
): void => {
  if (json) stdout.write(`${JSON.stringify({ ok: false, error: { code, message } })}\n`);
  else stderr.write(`${message}\n`);
};
