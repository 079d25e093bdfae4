/** One departure, as exactly as it is known. */
interface Departed {
  /** The browser said when it really left. */
  correct(at: number): void;
}

/** The latest departures of one kind by this process. */
export interface Departures {
  note(at: number): Departed;
}

const REMEMBERED = 16;

/**
 * Tells when two departures are closer than the spacing. The pace must make that impossible; this only watches, with
 * what the pace does not decide: when a request was let go, and when it really left.
 *
 * @param tooClose called once for each two
 */
export const createDepartures = (spacingMs: number, tooClose: () => void): Departures => {
  const latest: { at: number; near: Set<unknown> }[] = [];

  const compare = (departure: (typeof latest)[number]): void => {
    for (const other of latest) {
      if (other === departure || departure.near.has(other)) continue;
      if (Math.abs(other.at - departure.at) >= spacingMs) continue;
      departure.near.add(other);
      other.near.add(departure);
      tooClose();
    }
  };

  return {
    note(at) {
      const departure = { at, near: new Set() };
      latest.push(departure);
      if (latest.length > REMEMBERED) latest.shift();
      compare(departure);
      return {
        correct(left) {
          departure.at = left;
          compare(departure);
        },
      };
    },
  };
};
