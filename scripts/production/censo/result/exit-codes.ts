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
