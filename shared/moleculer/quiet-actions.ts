/** Asked all the time, on nobody's behalf: as spans they would hide the others. */
export const QUIET: ReadonlySet<string> = new Set([
  'census.due',
  'census.heartbeat',
  'census.ready',
  'accounts.ready',
  'accounts.openSessions',
]);
