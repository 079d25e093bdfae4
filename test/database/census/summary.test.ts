import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { readSummary } from '../../../services/census/read/summary/summary.ts';
import { noteRole } from '../../../services/census/store/leaders.ts';
import type { Actor, Role } from '../../../shared/contract/accounts.ts';
import type { AnsweredStatus, Status, VotingPlace } from '../../../shared/contract/census.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { active, actor, lookupsIn } from './support/lookups.ts';

describe('The summary of a leader’s referrals', () => {
  const database = useDatabase('census');
  const { register } = lookupsIn(database);
  const leader = actor('LEADER');
  const NOW = at(0);

  const summary = (by: Actor = leader, leaderId?: string, now = NOW) =>
    readSummary(database.fork(), by, leaderId, now);

  interface Told {
    status?: Status;
    answerStatus?: AnsweredStatus | null;
    place?: Partial<VotingPlace>;
    answeredAt?: Date | string | null;
    referrerId?: string;
  }

  /** Stores someone whose lookup is over; a voting place unless told. */
  const answered = async (given: Told = {}, times = 1): Promise<void> => {
    const { status = 'ACTIVE', answerStatus = 'ACTIVE', place, answeredAt = NOW } = given;
    for (let n = 0; n < times; n += 1) {
      const userId = await register({ referrerId: given.referrerId ?? leader.id });
      await database.query(
        `update census.records set status = $2, due_at = null, answer = $3, answer_status = $4, answered_at = $5
         where user_id = $1`,
        [
          userId,
          status,
          answerStatus === 'ACTIVE' ? { ...active, ...place } : null,
          answerStatus,
          answeredAt,
        ],
      );
    }
  };

  it('counts those whom the actor referred, and nobody else', async () => {
    await answered({}, 2);
    await answered({ status: 'NOT_FOUND', answerStatus: 'NOT_FOUND', answeredAt: at(-60) });
    await register({ referrerId: leader.id });
    await answered({ referrerId: randomUUID(), answeredAt: at(60) });
    await register({ userId: leader.id });

    const { total, answered: withAnswer, active: enabled, statuses, latestAnswerAt } = await summary();

    expect([total, withAnswer, enabled]).to.deep.equal([4, 3, 2]);
    expect(statuses).to.include({ ACTIVE: 2, NOT_FOUND: 1, PENDING: 1, ERROR: 0, CANCELLED_OTHER: 0 });
    expect(latestAnswerAt).to.equal(NOW.toISOString());
  });

  it('keeps a good answer in its numbers when a later lookup failed', async () => {
    await answered({ status: 'TIMEOUT' });

    const { answered: withAnswer, active: enabled, statuses, puestos } = await summary();

    expect([withAnswer, enabled, statuses.TIMEOUT, puestos.top[0]?.people]).to.deep.equal([1, 1, 1, 1]);
  });

  it('has zeros and every day for a leader of nobody', async () => {
    const { total, days, municipios, puestos, latestAnswerAt } = await summary();

    expect([total, latestAnswerAt]).to.deep.equal([0, null]);
    expect(days).to.have.lengthOf(30);
    expect(days.every(({ answers }) => answers === 0)).to.equal(true);
    const none = { top: [], others: { places: 0, people: 0 } };
    expect([municipios, puestos]).to.deep.equal([none, none]);
  });

  describe('of places', () => {
    it('tells municipalities of one name in two departments apart', async () => {
      await answered({ place: { municipio: 'EL PEÑOL', departamento: 'NARIÑO' } });
      await answered({}, 2);

      expect((await summary()).municipios.top).to.deep.equal([
        { departamento: 'ANTIOQUIA', municipio: 'EL PEÑOL', people: 2 },
        { departamento: 'NARIÑO', municipio: 'EL PEÑOL', people: 1 },
      ]);
    });

    it('names the 15 with the most people and counts the others together', async () => {
      for (let n = 1; n <= 18; n += 1) {
        const puesto = `PUESTO ${String(n).padStart(2, '0')}`;
        await answered({ place: { puesto } }, n <= 15 ? 2 : 1);
      }

      const { puestos, municipios } = await summary();

      expect(puestos.top.map(({ people }) => people)).to.deep.equal(Array.from({ length: 15 }, () => 2));
      expect(puestos.top[0]).to.deep.equal({
        departamento: 'ANTIOQUIA',
        municipio: 'EL PEÑOL',
        puesto: 'PUESTO 01',
        people: 2,
      });
      expect(puestos.others).to.deep.equal({ places: 3, people: 3 });
      expect(municipios).to.deep.equal({
        top: [{ departamento: 'ANTIOQUIA', municipio: 'EL PEÑOL', people: 33 }],
        others: { places: 0, people: 0 },
      });
    });

    it('has no others when exactly 15 are there', async () => {
      for (let n = 1; n <= 15; n += 1) await answered({ place: { municipio: `MUNICIPIO ${n}` } });

      const { municipios } = await summary();

      expect(municipios.top).to.have.lengthOf(15);
      expect(municipios.others).to.deep.equal({ places: 0, people: 0 });
    });
  });

  describe('of days', () => {
    const dayOf = async (day: string, now?: Date) =>
      (await summary(leader, undefined, now)).days.find((one) => one.day === day)?.answers;

    it('begins and ends a day at midnight in Colombia, five hours after that of UTC', async () => {
      await answered({ answeredAt: '2026-03-02T04:59:59.999Z' });
      await answered({ answeredAt: '2026-03-02T05:00:00.000Z' }, 2);

      expect([await dayOf('2026-03-01'), await dayOf('2026-03-02')]).to.deep.equal([1, 2]);
    });

    it('ends with today in Colombia, also when it is tomorrow in UTC', async () => {
      const { days } = await summary(leader, undefined, new Date('2026-03-03T04:30:00Z'));

      expect(days.at(-1)?.day).to.equal('2026-03-02');
      expect(days[0]?.day).to.equal('2026-02-01');
    });

    it('leaves out what is older than 30 days, to the millisecond', async () => {
      await answered({ answeredAt: '2026-02-01T05:00:00.000Z' });
      await answered({ answeredAt: '2026-02-01T04:59:59.999Z' });

      const { days, answered: withAnswer } = await summary();

      expect(days[0]).to.deep.equal({ day: '2026-02-01', answers: 1 });
      expect(days.reduce((sum, { answers }) => sum + answers, 0)).to.equal(1);
      expect(withAnswer).to.equal(2);
    });
  });

  describe('for a COORDINATOR', () => {
    const coordinator = actor('COORDINATOR');
    const lead = (role: Role = 'LEADER', referrerId: string | null = coordinator.id) =>
      noteRole(database.fork(), { userId: leader.id, referrerId, role, changedAt: NOW.toISOString() });

    it('is also of a LEADER whom they referred', async () => {
      await lead();
      await answered({}, 3);

      expect((await summary(coordinator, leader.id)).total).to.equal(3);
      expect((await summary(coordinator)).total, 'their own').to.equal(0);
    });

    it('is of nobody else: the same 404 for a foreign leader, one who leads no more, and nobody', async () => {
      const missing = await refusalOf(summary(coordinator, randomUUID()));
      expect(missing).to.include({ code: 'not_found', status: 404 });

      await lead('LEADER', randomUUID());
      expect(await refusalOf(summary(coordinator, leader.id))).to.deep.equal(missing);
      await lead('USER');
      expect(await refusalOf(summary(coordinator, leader.id))).to.deep.equal(missing);
    });

    it('is of that leader for no other role', async () => {
      await lead();
      for (const role of ['LEADER', 'ADMIN'] as const)
        expect((await refusalOf(summary(actor(role, coordinator.id), leader.id))).status).to.equal(404);
    });
  });

  it('is refused to roles without census data with 403', async () => {
    for (const role of ['USER', 'OPERATOR'] as const)
      expect(await refusalOf(summary(actor(role, leader.id)))).to.include({ code: 'forbidden', status: 403 });
  });
});
