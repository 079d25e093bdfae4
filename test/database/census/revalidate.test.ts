import { expect } from 'chai';
import pg from 'pg';
import {
  isServed,
  planRevalidation,
  type Revalidation,
} from '../../../services/census/request/revalidate.ts';
import { nextDue } from '../../../services/census/work/due.ts';
import { leaseNext } from '../../../services/census/work/lease.ts';
import { eventually } from '../../support/eventually.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { active, cancelled, failed, LANE, LEASE_S, lookupsIn, notFound } from './support/lookups.ts';

const DAY_S = 24 * 3_600;
/** START is 08:00 in Bogotá; so are the days after it. */
const MORNING = { from: 8, to: 10 };
const NIGHT = { from: 22, to: 5 };

describe('The check of old answers', () => {
  const database = useDatabase('census');
  const { register, lookUp, record, set, lease, complete } = lookupsIn(database);

  const monthly = (change: Partial<Revalidation> = {}): Revalidation => ({
    days: 30,
    hours: MORNING,
    final: false,
    ...change,
  });
  const plan = (revalidation: Revalidation, now: Date) =>
    planRevalidation(database.fork(), revalidation, now);
  const answered = async (outcome: Parameters<typeof lookUp>[0], seconds = 0) => {
    const userId = await register({}, at(seconds));
    await lookUp(outcome, at(seconds));
    return userId;
  };

  it('makes answers due that are older than so many days, and they stand meanwhile', async () => {
    const [old, young] = [await answered(active, 0), await answered(active, 2 * DAY_S)];

    expect(await plan(monthly(), at(30 * DAY_S + 1))).to.equal(1);

    expect(await record(old)).to.deep.include({ status: 'ACTIVE', priority: 40, due_at: at(30 * DAY_S + 1) });
    expect((await record(young)).due_at).to.equal(null);
  });

  it('never takes those who are not in the census or have died, unless asked to', async () => {
    const outcomes = [active, cancelled(false), notFound, cancelled(true)];
    const ids = [];
    for (const [index, outcome] of outcomes.entries()) ids.push(await answered(outcome, index));

    expect(await plan(monthly(), at(31 * DAY_S))).to.equal(2);
    expect(await plan(monthly({ final: true }), at(31 * DAY_S))).to.equal(2);
  });

  it('leaves failures to whoever looks at them', async () => {
    const userId = await answered(active);
    await set(userId, { status: 'PENDING', due_at: at(5) });
    await lookUp(failed('captcha'), at(5));

    expect(await plan(monthly(), at(31 * DAY_S))).to.equal(0);
  });

  it('keeps only a few waiting, the oldest answers first', async () => {
    const ids = [];
    for (let index = 0; index < 12; index += 1) ids.push(await answered(active, index));

    expect(await plan(monthly(), at(31 * DAY_S))).to.equal(10);
    expect(await plan(monthly(), at(31 * DAY_S))).to.equal(0);
    expect((await record(ids.at(-1) ?? '')).due_at).to.equal(null);
  });

  it('is planned by one process at a time: two at once fill the queue once', async () => {
    for (let index = 0; index < 25; index += 1) await answered(active, index);
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    // Whoever is about to lock the oldest answers has counted already.
    await other.query('begin');
    await other.query('lock table census.outbox');
    const waiting = (count: number): Promise<unknown> =>
      eventually(`${count} wait with what they have planned`, async () => {
        const rows = await database.query(
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rows.length === count;
      });
    const first = plan(monthly(), at(31 * DAY_S));
    await waiting(1);
    const second = plan(monthly(), at(31 * DAY_S));
    await Promise.race([second, waiting(2)]);
    await other.query('commit');
    await other.end();

    expect(await Promise.all([first, second])).to.deep.equal([10, 0]);
    expect(await plan(monthly(), at(31 * DAY_S))).to.equal(0);
  });

  it('is planned inside its hours only, and withdrawn outside them', async () => {
    const userId = await answered(active);
    expect(await plan(monthly({ hours: NIGHT }), at(31 * DAY_S))).to.equal(0);
    await plan(monthly(), at(31 * DAY_S));

    expect(await plan(monthly({ hours: NIGHT }), at(31 * DAY_S + 60))).to.equal(1);
    expect(await record(userId)).to.deep.include({ status: 'ACTIVE', due_at: null });
  });

  it('is served inside its hours only, and after everybody else', async () => {
    const old = await answered(active);
    await plan(monthly(), at(31 * DAY_S));
    const terms = { worker: 'w', lane: LANE, leaseS: LEASE_S, maxAttempts: 3 };
    const now = at(31 * DAY_S + 60);
    const outside = { ...terms, scheduledNow: false };

    expect(await leaseNext(database.fork(), outside, now)).to.equal(null);
    const due = { lanes: [LANE], scheduledNow: false };
    expect(await nextDue(database.fork(), due, now)).to.deep.include({ due: false, nextDueAt: null });
    const person = await register({}, now);
    expect([(await lease(now))?.userId, (await lease(now))?.userId]).to.deep.equal([person, old]);
  });

  it('keeps the good answer beside a failure', async () => {
    const userId = await answered(active);
    await plan(monthly(), at(31 * DAY_S));
    await complete((await lease(at(31 * DAY_S)))?.leaseId ?? '', failed('timeout'), at(31 * DAY_S + 9));

    expect(await record(userId)).to.deep.include({ status: 'TIMEOUT', answer: { ...active } });
  });

  it('switched off, takes back the checks that wait and finishes those that have begun', async () => {
    const [waiting, begun] = [await answered(active), await answered(active, 1)];
    await plan(monthly(), at(31 * DAY_S));
    await complete((await lease(at(31 * DAY_S)))?.leaseId ?? '', failed('timeout'), at(31 * DAY_S + 9));
    const off = monthly({ days: 0 });

    expect(await plan(off, at(31 * DAY_S + 60))).to.equal(1);
    const [first, second] = [await record(waiting), await record(begun)];
    const [withdrawn, retrying] = first.status === 'ACTIVE' ? [first, second] : [second, first];
    expect(withdrawn).to.deep.include({ status: 'ACTIVE', due_at: null });
    expect(retrying).to.deep.include({ status: 'TIMEOUT' });
    expect(retrying.due_at).not.to.equal(null);
    expect(isServed(off, at(0))).to.equal(true);
  });

  it('is served inside its hours', () => {
    expect(isServed(monthly(), at(0))).to.equal(true);
    expect(isServed(monthly({ hours: NIGHT }), at(0))).to.equal(false);
  });
});
