import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { ContextPort, PagePort, RoutePort } from '../../../../services/scraper/browser/driver.ts';
import type { OpenContext } from '../../../../services/scraper/browser/open-context.ts';
import { noSolver } from '../../../../services/scraper/captcha/none.ts';
import { STOPPED } from '../../../../services/scraper/lookup/lookup.ts';
import { openLookup } from '../../../../services/scraper/lookup/open-lookup.ts';
import { createPace } from '../../../../services/scraper/pace/pace.ts';
import type { Pace } from '../../../../services/scraper/pace/turn.ts';
import type { SourcePlugin } from '../../../../services/scraper/sources/source.ts';
import type { Outcome } from '../../../../shared/contract/outcome.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';
import { settle } from '../loop/fakes.ts';

const LEASE = {
  ...{ leaseId: 'l', userId: 'u', cedula: '1020304050', attempt: 1, maxAttempts: 3 },
  ...{ lane: 'directa', traceId: 't', expiresAt: '' },
};
const DEADLINE_MS = 120_000;
const never = new AbortController().signal;

describe('A lookup', () => {
  let clock: FakeClock;
  let answer: PromiseWithResolvers<Outcome>;
  let closed: number;
  let kept: number;
  let crash: () => void;
  let isBrowserLost: boolean;
  let whileClosing: Promise<void>;

  beforeEach(() => {
    clock = createFakeClock();
    answer = Promise.withResolvers();
    closed = 0;
    kept = 0;
    paced = undefined;
    isBrowserLost = false;
    whileClosing = Promise.resolve();
  });

  const page = {
    url: () => 'about:blank',
    content: async () => `<p>at ${clock.elapsed()} ms</p>`,
    on(event: string, listener: () => void) {
      if (event === 'crash') crash = listener;
    },
  } as PagePort; // of which a lookup uses nothing else
  let paced: ((route: RoutePort) => Promise<void>) | undefined;
  const context = {
    async route(_url: RegExp, handler: (route: RoutePort) => Promise<void>) {
      // The first one is the pace's.
      paced ??= handler;
    },
    on(event: string, listener: (page: PagePort) => void) {
      if (event === 'page') listener(page);
    },
    newPage: async () => page,
  } as unknown as ContextPort; // likewise
  const openContext = async (signal: AbortSignal): Promise<OpenContext> => ({
    context,
    during: (work) =>
      Promise.race([
        work(),
        new Promise<never>((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
      ]),
    isLost: () => isBrowserLost,
    keep() {
      kept += 1;
    },
    async [Symbol.asyncDispose]() {
      closed += 1;
      await whileClosing;
    },
  });
  const plugin: SourcePlugin = {
    name: 'slow',
    via: 'browser',
    open: () => ({ lookup: () => answer.promise }),
  };

  const open = (pace = createPace({ store: undefined, spacingMs: 0, notBefore: () => 0 })) =>
    openLookup({
      browser: { openContext },
      pace,
      plugin,
      solver: noSolver,
      lane: { name: 'directa', proxy: null },
      url: 'https://censo.example.com/',
      deadlineMs: DEADLINE_MS,
      clock,
    });
  const trip = async () => ({
    turn: await createPace({ store: undefined, spacingMs: 0, notBefore: () => 0 }).turn('page', never),
    queried: () => {},
  });

  it('that is never run is closed when its scope is left', async () => {
    {
      await using _lookup = await open();
      expect(closed).to.equal(0);
    }
    expect(closed).to.equal(1);
  });

  it('closes itself once it has its answer, and is not closed again by whoever leaves its scope', async () => {
    {
      await using lookup = await open();
      const running = lookup.run(LEASE, await trip(), never);
      expect(closed).to.equal(0);
      answer.resolve({ kind: 'not_found' });
      expect(await running).to.deep.equal({ outcome: { kind: 'not_found' }, evidence: null, shapes: [] });
      expect(closed).to.equal(1);
    }
    expect(closed).to.equal(1);
  });

  it('tells its answer while it still closes, which leaving its scope waits for', async () => {
    const gone = Promise.withResolvers<void>();
    whileClosing = gone.promise;
    const lookup = await open();
    answer.resolve({ kind: 'not_found' });
    expect(await lookup.run(LEASE, await trip(), never)).to.have.nested.include({
      'outcome.kind': 'not_found',
    });
    let isLeft = false;
    const leaving = lookup[Symbol.asyncDispose]().then(() => {
      isLeft = true;
    });
    await settle();
    expect(isLeft).to.equal(false);
    gone.resolve();
    await leaving;
  });

  it('leaves its context to the next one after an answer, and after nothing else', async () => {
    for (const outcome of [
      { kind: 'not_found' },
      { kind: 'failure', failure: 'blocked', detail: '' },
    ] as const) {
      answer = Promise.withResolvers();
      answer.resolve(outcome);
      await using lookup = await open();
      await lookup.run(LEASE, await trip(), never);
    }
    expect(kept).to.equal(1);
  });

  it('takes no turn for what its page still wants to ask when it is over', async () => {
    const waiting: AbortSignal[] = [];
    const pace: Pace = {
      turn: (_kind, signal) => {
        waiting.push(signal);
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        });
      },
    };
    await using lookup = await open(pace);
    const request = {
      url: () => 'https://censo.example.com/otra',
      method: () => 'POST',
      resourceType: () => 'fetch',
    };
    let aborted = 0;
    const abort = async () => {
      aborted += 1;
    };
    const asked = paced?.({ request: () => request, abort } as unknown as RoutePort); // nothing else is asked of it
    answer.resolve({ kind: 'not_found' });
    await lookup.run(LEASE, await trip(), never);
    await asked;
    expect(waiting.map((signal) => signal.aborted)).to.deep.equal([true]);
    expect(aborted).to.equal(1);
  });

  it('is lost with its tab, and with its browser', async () => {
    await using first = await open();
    expect(first.isLost()).to.equal(false);
    crash();
    expect(first.isLost()).to.equal(true);

    await using second = await open();
    isBrowserLost = true;
    expect(second.isLost()).to.equal(true);
  });

  it('is looked at a moment before its deadline, which ends it', async () => {
    await using lookup = await open();
    const running = lookup.run(LEASE, await trip(), never);
    await clock.pass(DEADLINE_MS);
    const result = await running;
    if (result === STOPPED) throw new Error('it was stopped');
    expect(result.outcome).to.include({ kind: 'failure', failure: 'timeout' });
    const seen = gunzipSync(Buffer.from(result.evidence?.page ?? '', 'base64')).toString();
    expect(seen).to.include(`at ${DEADLINE_MS - 1_500} ms`);
    expect(closed).to.equal(1);
    expect(clock.waiting(), 'nothing is left behind').to.equal(0);
  });

  it('ends with the tab', async () => {
    await using lookup = await open();
    const running = lookup.run(LEASE, await trip(), never);
    crash();
    expect(await running).to.have.nested.include({ 'outcome.failure': 'browser_crash' });
  });

  it('has no outcome when its scraper stops', async () => {
    await using lookup = await open();
    const stop = new AbortController();
    const running = lookup.run(LEASE, await trip(), stop.signal);
    stop.abort();
    expect(await running).to.equal(STOPPED);
    expect(closed).to.equal(1);
  });
});
