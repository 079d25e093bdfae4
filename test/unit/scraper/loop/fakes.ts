import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { type LookupResult, STOPPED, type Trip } from '../../../../services/scraper/lookup/lookup.ts';
import {
  type Queue,
  type Return,
  startWorkerLoop,
  type WorkerLoop,
} from '../../../../services/scraper/loop/worker-loop.ts';
import type { Pace, Turn } from '../../../../services/scraper/pace/turn.ts';
import type { Lease } from '../../../../shared/contract/census.ts';
import type { Outcome } from '../../../../shared/contract/outcome.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

/** Lets everything happen that needs no time. */
export const settle = async (): Promise<void> => {
  for (let count = 0; count < 6; count += 1) await turnOfTheLoop();
};

/** A clock of its own for every test, which starts at 0. @param cleanUp ends what the test started */
export const useClock = (
  cleanUp: () => void | Promise<void> = () => undefined,
): { readonly clock: FakeClock } => {
  let clock = createFakeClock(0);
  beforeEach(() => {
    clock = createFakeClock(0);
  });
  afterEach(() => cleanUp());
  return {
    get clock() {
      return clock;
    },
  };
};

export const leaseOf = (name: string, expiresAt = new Date(180_000)): Lease => ({
  leaseId: name,
  userId: `user of ${name}`,
  cedula: '1020304050',
  attempt: 1,
  maxAttempts: 3,
  lane: 'directa',
  traceId: `trace of ${name}`,
  expiresAt: expiresAt.toISOString(),
});

/** A census that lends what is in `waiting`, in order, and writes down what it is asked. */
class FakeQueue implements Queue {
  readonly asked: string[] = [];
  waiting: Lease[] = [];
  nextDueAt: string | null = null;
  /** What a question is answered with instead, by its name. */
  readonly failures = new Map<string, Error>();

  async due(): Promise<{ due: boolean; nextDueAt: string | null; lane: string | null }> {
    this.#ask('due');
    return { due: this.waiting.length > 0, nextDueAt: this.nextDueAt, lane: 'directa' };
  }

  async lease(): Promise<Lease | null> {
    this.#ask('lease');
    return this.waiting.shift() ?? null;
  }

  async complete({ leaseId }: Lease, { outcome }: LookupResult): Promise<void> {
    this.#ask('complete', leaseId, outcome.kind);
  }

  async giveBack({ leaseId }: Lease, { asked, reason }: Return): Promise<void> {
    this.#ask('giveBack', leaseId, reason, ...(asked ? ['asked'] : []));
  }

  /** How often it was asked this. */
  count(question: string): number {
    return this.asked.filter((line) => line.startsWith(question)).length;
  }

  #ask(question: string, ...details: string[]): void {
    this.asked.push([question, ...details].join(' '));
    const failure = this.failures.get(question);
    if (failure !== undefined) throw failure;
  }
}

const TURN: Turn = { isFresh: () => true, leave: (send) => send(), reallyLeft: async () => {} };

type FakePace = Pace & { held: boolean; failure?: Error; give(): void };

/** A pace that gives its turns at once, unless `held`: then when `give` is called, whatever the signal says. */
const fakePace = (note: (line: string) => void): FakePace => {
  let gate = Promise.withResolvers<void>();
  return {
    held: false,
    give() {
      gate.resolve();
      gate = Promise.withResolvers();
    },
    async turn(kind) {
      note(`turn ${kind}`);
      if (this.failure !== undefined) throw this.failure;
      if (this.held) await gate.promise;
      return TURN;
    },
  };
};

export const resultOf = (outcome: Outcome): LookupResult => ({ outcome, evidence: null });
export const NOTHING = resultOf({ kind: 'not_found' });

/** One lookup in flight, to be ended by the test. */
interface Flight {
  trip: Trip;
  stop: AbortSignal;
  end(result: LookupResult | typeof STOPPED): Promise<void>;
  fail(error: Error): Promise<void>;
}

/** How long a lookup may take with its report. */
export const LONGEST_MS = 180_000;

/** A worker loop on a fake clock, with a fake census and a fake pace. */
class Bench {
  readonly clock: FakeClock;
  readonly queue = new FakeQueue();
  readonly pace = fakePace((line) => this.queue.asked.push(line));
  readonly flights: Flight[] = [];
  readonly warnings: string[] = [];
  /** What ends with the bench. */
  readonly companions: { stop(): Promise<void> }[] = [];
  #loop: WorkerLoop | undefined;

  constructor(clock: FakeClock) {
    this.clock = clock;
  }

  async start(concurrency = 3): Promise<void> {
    const warn = (line: string) => this.warnings.push(line);
    this.#loop = startWorkerLoop({
      queue: this.queue,
      pace: this.pace,
      concurrency,
      longestMs: LONGEST_MS,
      log: { info: () => {}, warn, error: warn },
      clock: this.clock,
      openAhead: (lane) => this.queue.asked.push(`ahead ${lane}`),
      open: async () => {
        this.queue.asked.push('prepare');
        let ran = false;
        return {
          isLost: () => false,
          run: ({ leaseId }, trip, stop) => {
            ran = true;
            return this.#takeOff(leaseId, trip, stop);
          },
          [Symbol.asyncDispose]: async () => {
            if (!ran) this.queue.asked.push('discard');
          },
        };
      },
    });
    await settle();
  }

  get loop(): WorkerLoop {
    if (this.#loop === undefined) throw new Error('start it first');
    return this.#loop;
  }

  flight(index: number): Flight {
    const found = this.flights[index];
    if (found === undefined) throw new Error(`no lookup ${index} in flight`);
    return found;
  }

  /** Ends everything, whatever the test left behind. */
  async close(): Promise<void> {
    for (const companion of this.companions) await companion.stop();
    const stopped = this.loop.stop(0);
    this.pace.give();
    await this.clock.pass(20_000);
    for (const { end } of this.flights) await end(STOPPED);
    await stopped;
  }

  #takeOff(leaseId: string, trip: Trip, stop: AbortSignal): Promise<LookupResult | typeof STOPPED> {
    this.queue.asked.push(`lookup ${leaseId}`);
    const { promise, resolve, reject } = Promise.withResolvers<LookupResult | typeof STOPPED>();
    const end: Flight['end'] = (result) => {
      resolve(result);
      return settle();
    };
    const fail: Flight['fail'] = (error) => {
      reject(error);
      return settle();
    };
    this.flights.push({ trip, stop, end, fail });
    return promise;
  }
}

/** A new bench for every test, with a clock of its own. */
export const useWorkerLoop = (): { readonly bench: Bench; pass(ms: number): Promise<void> } => {
  const time = useClock(() => bench.close());
  let bench = new Bench(time.clock);
  beforeEach(() => {
    bench = new Bench(time.clock);
  });
  return {
    pass: (ms) => time.clock.pass(ms),
    get bench() {
      return bench;
    },
  };
};
