/** After this the process ends whether everything has stopped or not, in milliseconds. */
const FORCE_AFTER_MS = 9_000;
const ORPHAN_CHECK_MS = 1_000;

/**
 * Stops once, on SIGINT, SIGTERM or SIGHUP, and exits: 0 when everything stopped, 1 when it had to be forced.
 *
 * @returns the same stop, for other reasons to end
 */
export const stopOnSignals = (stop: () => Promise<unknown>): (() => void) => {
  let stopping = false;
  const end = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => {
      console.error('Algunas partes no se detuvieron a tiempo: se fuerza el cierre.');
      process.exit(1);
    }, FORCE_AFTER_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  return end;
};

/**
 * npm cannot pass its own `kill -9` on: when it is gone, so are we. Only for processes that npm started; the script
 * says `exec`, so that npm and not a shell is the parent.
 */
export const exitWhenOrphaned = (end: () => void): void => {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, ORPHAN_CHECK_MS).unref();
};
