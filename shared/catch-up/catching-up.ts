import { isAppError } from '../errors.ts';

/** A walk that goes on by the clock for as long as a service runs. */
export interface CatchingUp {
  /** Something may have been lost: look now, not when it is time. */
  hurry(): void;
  /** Resolves when the page in hand is done. */
  stop(): Promise<void>;
}

export interface CatchingUpOptions {
  /** Walks if it is time, and if nobody else does. */
  round: (hurried: boolean, signal: AbortSignal) => Promise<boolean>;
  /** How often it is looked whether it is time, in ms. */
  tickMs: number;
  log: { warn(message: string): void };
}

/** Begins at once. Rounds never overlap; one that fails is said once, until one succeeds. */
export const startCatchingUp = ({ round, tickMs, log }: CatchingUpOptions): CatchingUp => {
  const stopping = new AbortController();
  let work: Promise<void> | undefined;
  let again = false;
  let failing = false;

  const go = async (hurried: boolean): Promise<void> => {
    try {
      if (await round(hurried, stopping.signal)) failing = false;
    } catch (error) {
      if (stopping.signal.aborted) return;
      if (!failing) log.warn(`what other services know could not be looked up: ${reasonOf(error)}`);
      failing = true;
    }
  };
  const look = (hurried: boolean): void => {
    if (stopping.signal.aborted) return;
    if (work !== undefined) {
      again ||= hurried;
      return;
    }
    work = go(hurried).finally(() => {
      work = undefined;
      if (!again) return;
      again = false;
      look(true);
    });
  };
  const timer = setInterval(() => look(false), tickMs);
  look(false);
  return {
    hurry: () => look(true),
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await work;
    },
  };
};

const reasonOf = (error: unknown): string =>
  isAppError(error) && error.cause !== undefined ? String(error.cause) : String(error);
