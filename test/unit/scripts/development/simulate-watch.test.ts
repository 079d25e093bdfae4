import { expect } from 'chai';
import type { RecordRow } from '../../../../services/census/record/record.ts';
import { personHash as personHashOf } from '../../../../services/census/store/erased.ts';
import type { Lease } from '../../../../shared/contract/census.ts';
import { createChance } from '../../../support/year/chance.ts';
import { createSite } from '../../../support/year/site.ts';
import { createStore } from '../../../support/year/store/store.ts';
import { createWorld } from '../../../support/year/time.ts';
import { createWatch } from '../../../support/year/watch.ts';
import { LEASE, later, NOW, rowWith } from '../../census/rows.ts';

const NO_END = {
  ...{ traceId: null, source: null, startedAt: NOW, finishedAt: null, outcome: null, detail: null },
  refund: null,
};

/** A census in which records are written by hand, with somebody who watches. */
const watched = ({ consent = true, wasTrue = (): boolean => true } = {}) => {
  const seen: string[] = [];
  const store = createStore({
    schema: 'census',
    committed: (changes, _, tx) => watch.committed(changes, tx),
  });
  const watch = createWatch({
    ...{ store: () => store, now: () => NOW.getTime(), leaseMs: 180_000, clocksAgree: () => true, wasTrue },
    ...{ broken: (what) => void seen.push(what.replace(/^\S+ /, '')), trace: () => undefined },
  });
  const write = (row: RecordRow): void => {
    const tx = store.begin();
    store.put(tx, 'records', row);
    store.put(tx, 'consents', {
      userId: row.userId,
      lookup: consent,
      sharing: true,
      asOf: NOW,
      lastVersion: 0,
    });
    store.commit(tx);
  };
  const attempt = (lane: string, outcome: string | null = null): void => {
    const tx = store.begin();
    const { leaseId } = LEASE;
    store.put(tx, 'attempts', {
      ...{ leaseId, userId: rowWith().userId, attempt: 1, worker: 'w', lane },
      ...{ ...NO_END, outcome },
    });
    store.commit(tx);
  };
  return { seen, watch, write, attempt, store };
};

const PLACE = { departamento: 'HUILA', municipio: 'NEIVA', puesto: 'IE UNO', direccion: 'CL 1' };
const answered = (truth: string, version: number): RecordRow =>
  rowWith({
    ...{ status: 'ACTIVE', answerStatus: 'ACTIVE', answer: { kind: 'active', ...PLACE, mesa: truth } },
    ...{ dueAt: null, answeredAt: later(version), version },
  });
const lent = (version: number, change: Partial<RecordRow> = {}): RecordRow =>
  rowWith({ status: 'PROCESSING', dueAt: null, ...LEASE, version, ...change });

describe('Whoever watches a simulated world', () => {
  it('says nothing of what may be', () => {
    const { seen, write } = watched();
    write(rowWith());
    write(lent(2));
    write(answered('1', 3));
    expect(seen).to.deep.equal([]);
  });

  it('tells of an answer that is lost, or older than before', () => {
    const { seen, write } = watched();
    write(answered('2', 1));
    write(answered('1', 2));
    write(rowWith({ version: 3 }));
    expect(seen).to.deep.equal(['has an older answer than before', 'has lost their answer']);
  });

  it('tells of a second lookup for one wish, one without consent, and one beside another', () => {
    const twice = watched();
    twice.write(answered('1', 1));
    twice.write({
      ...answered('1', 2),
      ...lent(2),
      answer: { kind: 'active', ...PLACE, mesa: '1' },
      answerStatus: 'ACTIVE',
    });
    expect(twice.seen).to.include('is asked twice for one wish');

    const forbidden = watched({ consent: false });
    forbidden.write(lent(1));
    expect(forbidden.seen).to.deep.equal(['is looked up without their consent']);

    const beside = watched();
    beside.write(lent(1));
    const { userId, cedula } = rowWith();
    const lease = {
      ...{ leaseId: LEASE.leaseId, userId, cedula, attempt: 1, maxAttempts: 3 },
      lane: 'a',
      traceId: '',
    };
    beside.watch.runs({ ...lease, expiresAt: later(180).toISOString() });
    beside.write(rowWith({ version: 2 }));
    beside.write(lent(3, { leaseId: userId }));
    expect(beside.seen).to.deep.equal(['is looked up twice at a time']);
  });

  it('tells of an answer that does not say by which source it came, or says another', () => {
    const toldOf = (lane: string, source?: string): string[] => {
      const { seen, write, attempt } = watched();
      attempt(lane);
      write(lent(1));
      const place = { kind: 'active' as const, ...PLACE, mesa: '1' };
      write({ ...answered('1', 2), answer: source === undefined ? place : { ...place, source } });
      return seen;
    };
    expect(toldOf('directa')).to.deep.equal([]);
    expect(toldOf('directa@wsp', 'wsp')).to.deep.equal([]);
    expect(toldOf('directa@wsp')).to.deep.equal(['has an answer of lane directa@wsp that says undefined']);
    expect(toldOf('directa', 'wsp')).to.deep.equal(['has an answer of lane directa that says wsp']);
  });

  it('tells of a query that does not count as an attempt, whichever is known first', () => {
    const { userId } = rowWith();
    const { leaseId } = LEASE;
    const lease = { leaseId, userId } as Lease; // of which it uses nothing else
    const toldOf = (story: (world: ReturnType<typeof watched>, giveBack: () => void) => void): string[] => {
      const world = watched();
      world.write(lent(1, { attempt: 1 }));
      story(world, () => {
        world.attempt('directa', 'stopped');
        world.write(rowWith({ version: 2, attempt: 0 }));
      });
      return world.seen;
    };
    const asks = ({ watch }: ReturnType<typeof watched>) => watch.queried(lease);
    expect(toldOf((_world, giveBack) => giveBack())).to.deep.equal([]);
    expect(toldOf((world) => asks(world))).to.deep.equal([]);
    expect(
      toldOf((world, giveBack) => {
        asks(world);
        giveBack();
      }),
    ).to.deep.equal(['was asked about, which does not count as an attempt']);
    expect(
      toldOf((world, giveBack) => {
        giveBack();
        asks(world);
      }),
    ).to.deep.equal(['is asked about after their lookup was given back as not asked']);
  });

  it('tells of a record of somebody who was erased, but for what had it in hand then', () => {
    const { seen, write, store } = watched();
    write(rowWith());
    const inHand = store.begin();
    const erasing = store.begin();
    const personHash = personHashOf(rowWith().userId).toString('hex');
    store.put(erasing, 'erased', { personHash, erasedAt: NOW, seal: null, detaching: null, led: false });
    store.commit(erasing);
    store.put(inHand, 'records', rowWith({ version: 2 }));
    store.commit(inHand);
    expect(seen).to.deep.equal([]);
    write(rowWith({ version: 3 }));
    expect(seen).to.deep.equal(['is a record of 11111111-1111-4111-8111-111111111111, who was erased']);
  });

  it('tells of an answer that never was true', () => {
    const { seen, write } = watched({ wasTrue: () => false });
    write(rowWith());
    expect(seen).to.deep.equal([]);
    write(answered('1', 2));
    expect(seen.join()).to.match(/^has an answer that never was true: /);
  });

  it('tells of a change that others would not notice', () => {
    const { seen, write } = watched();
    write(rowWith());
    write(lent(1));
    expect(seen).to.deep.equal(['has changed without a newer version']);
  });

  it('tells of two who leave too close', async () => {
    const world = createWorld({ start: 0, next: (now) => now });
    const apart: number[] = [];
    const site = createSite({
      ...{ world, chance: createChance(1, () => world), spacingMs: 5_000, hiccups: () => 0 },
      ...{ tooClose: (_kind, ms) => void apart.push(ms), queried: () => undefined },
    });
    const lease = { userId: 'a', leaseId: 'b' } as never;
    for (const at of [0, 5_000, 9_999]) {
      await world.runUntil(at);
      site.left('page', lease);
    }
    expect(apart).to.deep.equal([4_999]);
  });
});
