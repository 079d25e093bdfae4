import { inSpan } from '../../../shared/tracing/tracing.ts';
import { type Departure, type Pace, StaleTurnError, type Turn } from './turn.ts';

/** Takes a turn, and lets the request leave with it; again with a new turn when the first ran out meanwhile. */
type Depart = (kind: Departure, send: (turn: Turn) => Promise<void>) => Promise<void>;

/**
 * The departures of one lookup.
 *
 * @param first the turn that the lookup has for its first visit, asked when the visit wants to leave
 * @returns rejects with the signal's reason, with PaceLostError when nobody could say whose turn it was, and with what
 * `send` rejects with
 */
export const createDepart = ({
  pace,
  first,
  signal,
  parent = () => undefined,
}: {
  pace: Pace;
  first: () => Turn | undefined;
  signal: AbortSignal;
  /** The trace of the lookup. */
  parent?: () => string | undefined;
}): Depart => {
  let used = false;
  const takeTurn = async (kind: Departure): Promise<Turn> => {
    const turn = kind === 'page' && !used ? first() : undefined;
    if (turn === undefined || !turn.isFresh()) return pace.turn(kind, signal);
    used = true;
    return turn;
  };

  return (kind, send) => inSpan(`departure ${kind}`, () => leave(kind, send), { parent: parent() });

  async function leave(kind: Departure, send: (turn: Turn) => Promise<void>): Promise<void> {
    for (;;) {
      const turn = await takeTurn(kind);
      try {
        return await turn.leave(() => {
          // The lookup may have ended while the store closed the window.
          signal.throwIfAborted();
          return send(turn);
        });
      } catch (error) {
        // Nothing has left; the wait for the next turn ends with the signal.
        if (!(error instanceof StaleTurnError)) throw error;
      }
    }
  }
};
