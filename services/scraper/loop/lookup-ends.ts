/** Ends the lookups of a scraper that stops: those that have asked nothing yet before those that wait for their answer. */
export interface LookupEnds {
  begin(): RunningLookup;
  /** Ends those that have not asked, also those that begin later. */
  endUnasked(): void;
  endAll(): void;
}

interface RunningLookup {
  /** Aborted when it is to end. */
  stop: AbortSignal;
  /** Its query leaves: from now on it ends with all only. */
  asks(): void;
  hasAsked(): boolean;
  over(): void;
}

export const createLookupEnds = (): LookupEnds => {
  const all = new AbortController();
  const unasked = new Set<AbortController>();
  let isLate = false;

  return {
    begin() {
      const own = new AbortController();
      let asked = false;
      unasked.add(own);
      if (isLate) own.abort();
      return {
        stop: AbortSignal.any([all.signal, own.signal]),
        asks() {
          asked = true;
          unasked.delete(own);
        },
        hasAsked: () => asked,
        over: () => void unasked.delete(own),
      };
    },
    endUnasked() {
      isLate = true;
      for (const one of unasked) one.abort();
    },
    endAll: () => all.abort(),
  };
};
