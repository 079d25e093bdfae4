export interface Feeder {
  /** There may be room in the queue: looks now, or once more when it is looking already. */
  nudge(): void;
  /** Ends it, after what it is doing. */
  stop(): Promise<void>;
}

const EVERY_MS = 2_000;

/** Feeds the batches whenever it is told to, and by the clock in case nobody says anything. Never twice at once. */
export const startFeeder = (feed: () => Promise<void>, failed: (error: unknown) => void): Feeder => {
  let work: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  const nudge = (): void => {
    if (stopped) return;
    if (work !== undefined) {
      again = true;
      return;
    }
    again = false;
    work = feed()
      .catch(failed)
      .finally(() => {
        work = undefined;
        if (again) nudge();
      });
  };
  const timer = setInterval(nudge, EVERY_MS);
  nudge();
  return {
    nudge,
    async stop() {
      clearInterval(timer);
      stopped = true;
      await work;
    },
  };
};
