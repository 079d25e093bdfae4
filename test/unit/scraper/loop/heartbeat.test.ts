import { expect } from 'chai';
import { type Heartbeat, startHeartbeat } from '../../../../services/scraper/loop/heartbeat.ts';
import { LONGEST_MS, leaseOf, NOTHING, settle, useWorkerLoop } from './fakes.ts';

/** The census takes a scraper for gone after so long without a sign of life. */
const GONE_MS = 30_000;
const MINUTE_MS = 60_000;

describe('The heartbeat of a scraper', () => {
  const on = useWorkerLoop();
  let signs: { at: number; trouble: string | null; leaving: boolean }[];
  let lines: string[];
  let fails: Error | null;
  let heartbeat: Heartbeat;

  beforeEach(() => {
    [signs, lines, fails] = [[], [], null];
  });

  const begin = async (concurrency = 1): Promise<void> => {
    await on.bench.start(concurrency);
    const note = (line: string) => void lines.push(line);
    heartbeat = startHeartbeat({
      send: async (sign) => {
        signs.push({ at: on.bench.clock.now(), ...sign });
        if (fails !== null) throw fails;
      },
      state: on.bench.loop.state,
      log: { info: note, warn: note, error: note },
      clock: on.bench.clock,
    });
    on.bench.companions.push(heartbeat);
    await settle();
  };
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 1_000) await on.pass(1_000);
  };
  const longestSilence = (): number =>
    Math.max(
      ...[...signs.slice(1).map(({ at }) => at), on.bench.clock.now()].map(
        (at, n) => at - (signs[n]?.at ?? 0),
      ),
    );

  it('goes on while every slot is at work, though the loop asks for nothing', async () => {
    on.bench.queue.waiting = [leaseOf('a'), leaseOf('b')];
    await begin(1);
    on.bench.flight(0).trip.queried();
    const asked = on.bench.queue.count('due');
    await pass(2 * MINUTE_MS);
    expect(on.bench.queue.count('due'), 'as busy as that').to.equal(asked);
    expect(longestSilence()).to.be.below(GONE_MS / 2);
  });

  it('goes on while the scraper waits for its turn, however long', async () => {
    on.bench.queue.waiting = [leaseOf('a')];
    on.bench.pace.held = true;
    await begin();
    await pass(10 * MINUTE_MS);
    expect(longestSilence()).to.be.below(GONE_MS / 2);
  });

  it('goes on with nothing to do, and says what is in the way', async () => {
    on.bench.queue.failures.set('due', new Error('census is away'));
    await begin();
    await pass(MINUTE_MS);
    expect(longestSilence()).to.be.below(GONE_MS / 2);
    expect(new Set(signs.map(({ trouble }) => trouble))).to.deep.equal(new Set(['other']));
  });

  it('falls silent when a lookup never ends, and is back when it does', async () => {
    on.bench.queue.waiting = [leaseOf('a')];
    await begin(1);
    on.bench.flight(0).trip.queried();
    await pass(LONGEST_MS + 3 * MINUTE_MS);
    expect(longestSilence()).to.be.at.least(GONE_MS);
    expect(lines).to.deep.equal(['the worker loop does not go on: no sign of life is sent']);

    await on.bench.flight(0).end(NOTHING);
    await pass(10_000);
    expect(lines.at(-1)).to.equal('signs of life are heard again');
  });

  it('falls silent when the loop hangs with nothing in flight', async () => {
    on.bench.queue.due = () => new Promise(() => {});
    await begin();
    await pass(5 * MINUTE_MS);
    expect(longestSilence()).to.be.at.least(GONE_MS);
  });

  it('says once that nobody hears it, and goes on', async () => {
    fails = new Error('census is away');
    await begin();
    await pass(MINUTE_MS);
    expect(lines).to.deep.equal(['the census does not hear that this scraper lives: census is away']);
    fails = null;
    await pass(10_000);
    expect(longestSilence()).to.be.below(GONE_MS / 2);
  });

  it('says goodbye once when the scraper stops, and nothing after that', async () => {
    await begin();
    await heartbeat.stop();
    await heartbeat.stop();
    await pass(MINUTE_MS);
    expect(signs.map(({ leaving }) => leaving)).to.deep.equal([false, true]);
  });
});
