import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { WarmBrowser } from '../../../../services/scraper/browser/warm-browser.ts';
import { noSolver } from '../../../../services/scraper/captcha/none.ts';
import { type LookupResult, STOPPED } from '../../../../services/scraper/lookup/lookup.ts';
import { openLookup } from '../../../../services/scraper/lookup/open-lookup.ts';
import {
  type Pace,
  PaceLostError,
  StaleTurnError,
  type Turn,
} from '../../../../services/scraper/pace/turn.ts';
import { type Simulator, startSimulator } from '../../../../services/simulator/server.ts';
import simulatedHttp from '../../../source-kit/simulated-http.ts';

const LEASE = {
  ...{ leaseId: 'l', userId: 'u', attempt: 1, maxAttempts: 3 },
  ...{ lane: 'directa', traceId: 't', expiresAt: '' },
};

/** Such a source never asks for one. */
const noBrowser = {
  openContext: () => Promise.reject(new Error('a browser was asked for')),
} as unknown as WarmBrowser;

describe('A lookup by plain HTTP', () => {
  let simulator: Simulator;
  let turns: string[];
  let leave: Turn['leave'];
  /** How long ago each departure is said to have been, in ms. */
  let leftAgo: number[];
  before(async () => {
    simulator = await startSimulator({ delayMs: 0 });
  });
  after(() => simulator.close());
  beforeEach(() => {
    turns = [];
    leftAgo = [];
    leave = (send) => send();
  });

  const turnOf = (kind: string): Turn => ({
    isFresh: () => true,
    leave: (send) => {
      turns.push(kind);
      return leave(send);
    },
    reallyLeft: async (agoMs) => void leftAgo.push(agoMs),
  });
  const pace: Pace = { turn: async (kind) => turnOf(`another ${kind}`) };

  const lookup = async (cedula: string, { deadlineMs = 5_000, stop = new AbortController().signal } = {}) => {
    await using opened = await openLookup({
      browser: noBrowser,
      pace,
      plugin: simulatedHttp,
      solver: noSolver,
      lane: { name: 'directa', proxy: null },
      url: simulator.pageUrl('consultacenso'),
      deadlineMs,
    });
    const trip = { turn: turnOf('first page'), queried: () => void turns.push('queried') };
    return await opened.run({ ...LEASE, cedula }, trip, stop);
  };
  const resultOf = (result: LookupResult | typeof STOPPED): LookupResult => {
    if (result === STOPPED) throw new Error('it was stopped');
    return result;
  };

  it('leaves by its first turn, waits for another to ask, and says when it has asked', async () => {
    const { outcome } = resultOf(await lookup('1020304050'));

    expect(outcome.kind).to.equal('active');
    expect(turns).to.deep.equal(['first page', 'another query', 'queried']);
  });

  it('is said to have left no earlier than its answer came: a connection may have taken any time', async () => {
    simulator.setDelay(30);
    await lookup('1020304050').finally(() => simulator.setDelay(0));

    expect(leftAgo).to.deep.equal([0, 0]);
  });

  it('takes another turn when its own has run out', async () => {
    let stale = 1;
    leave = (send) => (stale-- > 0 ? Promise.reject(new StaleTurnError()) : send());

    expect(resultOf(await lookup('1020304050')).outcome.kind).to.equal('active');
    expect(turns.slice(0, 2)).to.deep.equal(['first page', 'another page']);
  });

  it('keeps what it read when that was a failure, and nothing of an answer', async () => {
    expect(resultOf(await lookup('1020304000')).evidence).to.equal(null);

    const { outcome, evidence } = resultOf(await lookup('1020304006'));
    expect(outcome).to.include({ kind: 'failure', failure: 'maintenance' });
    const text = gunzipSync(Buffer.from(evidence?.page ?? '', 'base64')).toString();
    expect(text).to.include('en actualización');
  });

  it('ends at its deadline when no answer comes', async () => {
    const { outcome } = resultOf(await lookup('1020304005', { deadlineMs: 300 }));
    expect(outcome).to.include({ kind: 'failure', failure: 'timeout' });
  });

  it('ends without an outcome when the scraper stops', async () => {
    expect(await lookup('1020304005', { stop: AbortSignal.abort(new Error('stopping')) })).to.equal(STOPPED);
  });

  it('is not made when nobody can say whose turn it is', async () => {
    leave = () => Promise.reject(new PaceLostError(new Error('Redis is away')));

    const refusal = await lookup('1020309999').catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(PaceLostError);
    expect(simulator.lookups.some(({ cedula }) => cedula === '1020309999')).to.equal(false);
  });
});
