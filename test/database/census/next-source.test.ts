import { expect } from 'chai';
import { noteLanes } from '../../../services/census/store/lanes.ts';
import { completeLease } from '../../../services/census/work/complete.ts';
import { nextDue } from '../../../services/census/work/due.ts';
import { leaseNext } from '../../../services/census/work/lease.ts';
import { refundOwed } from '../../../services/census/work/refund.ts';
import type { Outcome } from '../../../shared/contract/outcome.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { active, circuit, failed, LEASE_S, lookupsIn, policy } from './support/lookups.ts';

/** Three people in a row open a circuit for a minute. */
const terms = { policy, circuit: { ...circuit, people: 3 }, retryWindow: (date: Date) => date, random: 0 };
const LANES = ['directa', 'otra', 'directa@wsp'];

describe('A second source', () => {
  const database = useDatabase('census');
  const { register, record } = lookupsIn(database);
  beforeEach(() => noteLanes(database.fork(), LANES, at(0)));

  const next = async (seconds: number) =>
    (await nextDue(database.fork(), { lanes: LANES, scheduledNow: true }, at(seconds))).lane;
  /** A lookup by whatever way is next. @returns that way */
  const lookUp = async (outcome: Outcome, seconds: number): Promise<string | null> => {
    const lane = await next(seconds);
    if (lane === null) return null;
    const lease = await leaseNext(
      database.fork(),
      { worker: 'w', lane, leaseS: LEASE_S, maxAttempts: policy.maxAttempts, scheduledNow: true },
      at(seconds),
    );
    const isNext = lane.endsWith('@wsp');
    await completeLease(
      database.fork(),
      {
        leaseId: lease?.leaseId ?? '',
        outcome,
        source: isNext ? 'wsp' : 'consultacenso',
        evidence: null,
        isNext,
      },
      { ...terms, now: at(seconds) },
    );
    return lane;
  };
  const people = (count: number, seconds = 0) =>
    Promise.all(
      Array.from({ length: count }, (_, n) => register({ cedula: `10203040${10 + n}` }, at(seconds))),
    );

  it('is asked while all lanes of the first rest, and nobody pays for the first with an attempt', async () => {
    const everybody = await people(3);
    for (const second of [1, 2, 3, 4])
      expect(await lookUp(failed('unrecognised'), second)).to.be.oneOf(['directa', 'otra']);
    expect(await lookUp(failed('network'), 5)).to.equal('directa@wsp');
    const lanes = await database.query<{ name: string; state: string }>(
      'select name, state from census.lanes order by 1',
    );
    expect(Object.fromEntries(lanes.map(({ name, state }) => [name, state]))).to.deep.equal({
      ...{ directa: 'open', otra: 'open' },
      'directa@wsp': 'closed',
    });
    await refundOwed(() => database.fork(), at(6));
    const attempts = (await Promise.all(everybody.map(record))).map(({ attempt }) => attempt);
    expect(
      attempts.reduce((sum, one) => sum + one),
      'only what the second failed by itself',
    ).to.equal(1);
  });

  it('answers in the first one’s place, says so, and everybody goes back when the first answers its probe', async () => {
    await database.query(
      `update census.lanes set state = 'open', reason = 'unrecognised', open_s = 60, open_until = $1 where name in ('directa', 'otra')`,
      [at(60)],
    );
    const everybody = await people(3);
    expect(await lookUp(active, 10)).to.equal('directa@wsp');
    expect(await next(11), 'the first still rests').to.equal('directa@wsp');
    const records = await Promise.all(everybody.map(record));
    const answered = records.find(({ status }) => status === 'ACTIVE');
    expect(answered).to.deep.include({ attempt: 1, answer: { ...active, source: 'wsp' } });

    const probe = await lookUp(active, 70);
    expect(probe, 'rested: its probe goes first').to.be.oneOf(['directa', 'otra']);
    expect(await next(71)).to.be.oneOf(['directa', 'otra']);
    await lookUp(active, 72);
    const rows = await database.query<{ answer: { source?: string } }>('select answer from census.records');
    expect(rows.filter(({ answer }) => answer.source === 'wsp')).to.have.lengthOf(1);
  });

  it('is not thought well because the first is, nor ill: each is judged by what it does', async () => {
    await people(4);
    await database.query(
      `update census.lanes set state = 'open', reason = 'blocked', open_s = 900, open_until = $1 where name in ('directa', 'otra')`,
      [at(900)],
    );
    for (const second of [1, 2, 3]) expect(await lookUp(failed('network'), second)).to.equal('directa@wsp');
    expect(await next(4), 'both rest').to.equal(null);
    expect(await next(64), 'the second rested a minute, the first a quarter of an hour').to.equal(
      'directa@wsp',
    );
  });
});
