import { expect } from 'chai';
import { listRecordChanges } from '../../../services/census/catch-up/record-changes.ts';
import { erasePerson } from '../../../services/census/erasure/erase-person.ts';
import { readAnswers } from '../../../services/census/read/answers.ts';
import { readOwnHistory } from '../../../services/census/read/own-history.ts';
import { readView } from '../../../services/census/read/view.ts';
import { notePlaceSeen, purgePlaces } from '../../../services/census/store/places.ts';
import type { Outcome } from '../../../shared/contract/outcome.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at, DAY_S } from '../support/clock.ts';
import { active, actor, cancelled, failed, lookupsIn, notFound } from './support/lookups.ts';

const { kind: _, ...PLACE } = active;
const elsewhere = { ...active, puesto: 'COLISEO MUNICIPAL', direccion: 'CL 1 # 2-3' };
const otherTable = { ...active, mesa: '12' };

describe('A place that a later lookup finds', () => {
  const database = useDatabase('census');
  const { register, take, complete, set, record, announcements } = lookupsIn(database);
  const leader = actor('LEADER');

  /** The next answer of somebody; each of a story is later than the one before. */
  const answer = async (userId: string, outcome: Outcome, seconds: number): Promise<void> => {
    await set(userId, { status: 'PENDING', due_at: at(seconds), attempt: 0 });
    const { leaseId } = await take(at(seconds));
    await complete(leaseId, outcome, at(seconds));
  };
  const registered = () => register({ referrerId: leader.id }, at(0));
  const moveOf = async (userId: string, seconds: number, by = actor('USER', userId)) =>
    (
      await readView(
        database.fork(),
        by,
        userId,
        { maxAttempts: 3, cooldownS: 60, spacingMs: 5_000 },
        at(seconds),
      )
    ).move;
  const placesOf = async (userId: string) => {
    const { places = [] } = await readOwnHistory(database.fork(), { actor: actor('USER', userId), limit: 1 });
    return places.map(({ puesto, mesa, from, until, source }) => [puesto, mesa, from, until, source]);
  };
  const day = (seconds: number) => at(seconds).toISOString();

  it('is kept as another, with the one before and when it was last given', async () => {
    const userId = await registered();
    await answer(userId, active, 10);
    await answer(userId, active, 500);
    await answer(userId, elsewhere, 900);

    expect(await moveOf(userId, 901)).to.deep.equal({
      ...{ from: PLACE, fromAt: day(500), changedAt: day(900), isNews: true, isUnseen: true },
    });
    expect(await record(userId)).to.deep.include({ status: 'ACTIVE', answer: elsewhere });
    expect(await placesOf(userId)).to.deep.equal([
      ['COLISEO MUNICIPAL', '007', day(900), day(900), 'consultacenso'],
      ['I.E. "LA INVENTADA" – SEDE 2', '007', day(10), day(500), 'consultacenso'],
    ]);
  });

  it('is the same in another spelling, which is how it is written from then on', async () => {
    const userId = await registered();
    await answer(userId, active, 10);
    await answer(userId, { ...active, puesto: 'IE LA INVENTADA SEDE 2', mesa: '7' }, 500);

    expect(await moveOf(userId, 501)).to.equal(null);
    expect(await placesOf(userId)).to.deep.equal([
      ['IE LA INVENTADA SEDE 2', '7', day(10), day(500), 'consultacenso'],
    ]);
  });

  it('is told as a fact on its event, and on no other before it', async () => {
    const userId = await registered();
    await answer(userId, active, 10);
    await answer(userId, otherTable, 500);
    await answer(userId, failed('timeout'), 900);

    const told = (await announcements(userId)).map(({ payload }) => payload.placeChangedAt ?? null);
    const last = told.lastIndexOf(null) + 1;
    expect(told.slice(0, last)).to.deep.equal(told.slice(0, last).map(() => null));
    expect(told.slice(last)).to.not.be.empty;
    for (const at of told.slice(last)) expect(at).to.equal(day(500));
    const changed = (await announcements(userId)).filter(
      ({ payload }) => payload.placeChangedAt === payload.changedAt,
    );
    expect(changed, 'one event is the change itself').to.have.lengthOf(1);

    const { items } = await listRecordChanges(database.fork(), { after: null, limit: 10 });
    expect(items[0]).to.include({ userId, placeChangedAt: day(500) });
  });

  it('stays where a lookup fails, and while another answer is no place', async () => {
    const userId = await registered();
    await answer(userId, active, 10);
    await answer(userId, elsewhere, 500);
    await answer(userId, failed('blocked'), 900);
    expect((await moveOf(userId, 901))?.from).to.deep.equal(PLACE);
    expect((await record(userId)).answer).to.deep.equal(elsewhere);

    await answer(userId, notFound, 1_000);
    expect(await moveOf(userId, 1_001), 'nothing is there now instead of it').to.equal(null);
    await answer(userId, cancelled(false), 1_100);
    await answer(userId, elsewhere, 1_200);
    expect((await moveOf(userId, 1_201))?.changedAt, 'the same place again').to.equal(day(500));
    await answer(userId, active, 1_300);
    expect(await moveOf(userId, 1_301)).to.deep.include({ from: placeOf(elsewhere), fromAt: day(1_200) });
    expect((await placesOf(userId)).map(([puesto]) => puesto)).to.deep.equal([
      ...['I.E. "LA INVENTADA" – SEDE 2', 'COLISEO MUNICIPAL', 'I.E. "LA INVENTADA" – SEDE 2'],
    ]);
  });

  it('is another than one that came before places were written down', async () => {
    const userId = await registered();
    await answer(userId, active, 10);
    await database.query('delete from census.places');
    expect(await placesOf(userId)).to.deep.equal([
      ['I.E. "LA INVENTADA" – SEDE 2', '007', day(10), day(10), null],
    ]);

    await answer(userId, otherTable, 500);
    expect(await moveOf(userId, 501)).to.deep.include({ from: PLACE, fromAt: day(10) });
    expect((await placesOf(userId)).map(([, mesa, , , source]) => [mesa, source])).to.deep.equal([
      ['12', 'consultacenso'],
      ['007', null],
    ]);
  });

  it('is the first where an answer of long ago lacks half of it', async () => {
    const userId = await registered();
    await answer(userId, active, 10);
    await database.query('delete from census.places');
    await set(userId, { answer: { kind: 'active', puesto: 'IE LA INVENTADA' } });

    await answer(userId, otherTable, 500);
    expect(await moveOf(userId, 501)).to.equal(null);
    expect((await placesOf(userId)).map(([, mesa]) => mesa)).to.deep.equal(['12']);
  });

  it('is the newest also where a clock goes back', async () => {
    const userId = await registered();
    await answer(userId, active, 1_000);
    await answer(userId, otherTable, 900);
    await answer(userId, otherTable, 905);

    expect((await placesOf(userId)).map(([, mesa]) => mesa)).to.deep.equal(['12', '007']);
    expect((await moveOf(userId, 2_000))?.changedAt).to.equal(day(900));
  });

  it('is news until a week after its person saw it, to them and to who leads them', async () => {
    const userId = await registered();
    await answer(userId, active, 10);
    await answer(userId, otherTable, 500);
    const both = async (seconds: number) => {
      const [own, led] = [await moveOf(userId, seconds), await moveOf(userId, seconds, leader)];
      return [own?.isNews, own?.isUnseen, led?.isNews, led?.isUnseen];
    };
    expect(await both(500 + 60 * DAY_S)).to.deep.equal([true, true, true, false]);

    const seen = 500 + 60 * DAY_S;
    await notePlaceSeen(database.fork(), userId, at(seen));
    expect(await both(seen + 7 * DAY_S - 1)).to.deep.equal([true, false, true, false]);
    await notePlaceSeen(database.fork(), userId, at(seen + DAY_S));
    expect(await both(seen + 7 * DAY_S)).to.deep.equal([false, false, false, false]);

    const [answered] = await readAnswers(database.fork(), leader, [userId], at(seen + 30 * DAY_S));
    expect(answered?.move, 'a list says it for ever').to.deep.include({ from: PLACE, changedAt: day(500) });

    await answer(userId, active, seen + 8 * DAY_S);
    expect(await both(seen + 8 * DAY_S)).to.deep.equal([true, true, true, false]);
  });

  it('is seen by nobody else’s page, and where nothing changed there is nothing to see', async () => {
    const [userId, other] = [await registered(), await registered()];
    await set(other, { status: 'ACTIVE', due_at: null });
    await answer(userId, active, 10);
    await notePlaceSeen(database.fork(), userId, at(20));
    expect((await record(userId)).move).to.equal(null);
    await answer(userId, otherTable, 500);
    await notePlaceSeen(database.fork(), other, at(600));
    expect((await record(userId)).move?.seenAt).to.equal(null);
  });

  it('goes with the person', async () => {
    const userId = await registered();
    await answer(userId, active, 10);
    await answer(userId, otherTable, 500);
    await erasePerson(() => database.fork(), { userId, erasedAt: day(900) }, at(900));
    expect(await database.query('select 1 from census.places')).to.deep.equal([]);
  });

  it('is forgotten after the operator’s days, but for where each votes now and what nobody saw', async () => {
    const [seen, unseen] = [await registered(), await registered()];
    for (const userId of [seen, unseen]) {
      await set(userId === seen ? unseen : seen, { status: 'ACTIVE', due_at: null });
      await answer(userId, active, 10);
      await answer(userId, otherTable, 500);
    }
    await notePlaceSeen(database.fork(), seen, at(600));
    const purge = (seconds: number) => purgePlaces(database.fork(), 30, at(seconds));

    expect(await purge(30 * DAY_S)).to.equal(0);
    expect(await purge(600 + 30 * DAY_S)).to.equal(2);
    expect(await purge(601 + 30 * DAY_S)).to.equal(1);
    for (const userId of [seen, unseen])
      expect((await placesOf(userId)).map(([, mesa]) => mesa)).to.deep.equal(['12']);
    expect((await record(seen)).move).to.equal(null);
    expect((await record(unseen)).move?.seenAt).to.equal(null);
    expect(await purge(700 + 30 * DAY_S)).to.equal(0);
  });

  const placeOf = ({ kind: _kind, ...place }: typeof elsewhere) => place;
});
