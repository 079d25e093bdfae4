import { expect } from 'chai';
import { failureKinds } from '../../../shared/contract/outcome.ts';
import { failureOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { whileAnnouncementsFail } from '../support/refuse-announcements.ts';
import { active, cancelled, failed, lookupsIn, notFound } from './support/lookups.ts';

describe('The outcome of a lookup', () => {
  const database = useDatabase('census');
  const { register, take, complete, lookUp, record, attempts, announcements } = lookupsIn(database);

  const { deceased: _death, ...death } = cancelled(true);
  const { deceased: _other, ...other } = cancelled(false);
  for (const [status, outcome, answer] of [
    ['ACTIVE', active, { ...active }],
    ['CANCELLED_DECEASED', cancelled(true), death],
    ['CANCELLED_OTHER', cancelled(false), other],
    ['NOT_FOUND', notFound, { kind: 'not_found' }],
  ] as const) {
    it(`"${outcome.kind}" makes the record ${status}, with the answer exactly as given`, async () => {
      const userId = await register();
      const { leaseId } = await take(at(5));

      expect(await complete(leaseId, outcome, at(8))).to.equal('stored');

      expect(await record(userId)).to.deep.include({
        status,
        answer,
        answered_at: at(8),
        error_code: null,
        due_at: null,
        lease_id: null,
        lease_worker: null,
        lease_expires_at: null,
        attempt: 1,
        version: 3,
      });
      expect((await attempts(userId))[0]).to.deep.include({
        lease_id: leaseId,
        outcome: outcome.kind,
        source: 'consultacenso',
        detail: null,
        started_at: at(5),
        finished_at: at(8),
      });
    });
  }

  const statusOf = { timeout: 'TIMEOUT', blocked: 'BLOCKED' } as Record<string, string>;
  for (const kind of failureKinds) {
    const status = statusOf[kind] ?? 'ERROR';
    it(`"${kind}" makes the record ${status}, with what was seen in its history`, async () => {
      const userId = await register();
      const { leaseId } = await take(at(5));

      expect(await complete(leaseId, failed(kind), at(8))).to.equal('stored');

      expect(await record(userId)).to.deep.include({
        status,
        error_code: kind,
        answer: null,
        answered_at: null,
        lease_id: null,
        version: 3,
      });
      expect((await attempts(userId))[0]).to.deep.include({
        outcome: kind,
        source: 'consultacenso',
        detail: `seen: ${kind}`,
        finished_at: at(8),
      });
    });
  }

  it('that is a failure keeps the last good answer and its date', async () => {
    const userId = await register();
    const first = await take(at(0));
    await complete(first.leaseId, active, at(3));
    const second = await askAgain(userId, at(100));

    await complete(second, failed('blocked'), at(103));

    expect(await record(userId)).to.deep.include({
      status: 'BLOCKED',
      error_code: 'blocked',
      answer: { ...active },
      answered_at: at(3),
    });
  });

  it('that is good clears the failure before it', async () => {
    const userId = await register();
    await lookUp(failed('timeout'), at(0));

    await lookUp(notFound, at(60));

    expect(await record(userId)).to.deep.include({ status: 'NOT_FOUND', error_code: null, attempt: 2 });
  });

  it('is announced with the version that is stored', async () => {
    const userId = await register({ referrerId: '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11' });
    await lookUp(active);

    const said = await announcements(userId);
    expect(said.map(({ payload }) => payload.version)).to.deep.equal([1, 2, 3]);
    expect(said.at(-1)).to.deep.equal({
      name: 'census.updated',
      payload: {
        userId,
        referrerId: '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11',
        coordinatorId: null,
        status: 'ACTIVE',
        version: 3,
        place: { municipio: 'EL PEÑOL, ANTIOQUIA', puesto: 'I.E. "LA INVENTADA" – SEDE 2', mesa: '007' },
        changedAt: at(0).toISOString(),
        waited: 'answer',
      },
    });
  });

  it('is announced with the place that was known before, while a later lookup fails, and without one once there is none', async () => {
    const userId = await register();
    const lastPlace = async () => (await announcements(userId)).at(-1)?.payload.place;
    await lookUp(active);
    await complete(await askAgain(userId, at(60)), failed('timeout'), at(60));
    expect(await lastPlace()).to.have.property('mesa', '007');

    await complete(await askAgain(userId, at(120)), notFound, at(120));
    expect(await lastPlace()).to.equal(null);
  });

  it('is not stored when it cannot be announced, and may be reported again', async () => {
    const userId = await register();
    const { leaseId } = await take();
    const before = [await record(userId), await attempts(userId)];

    await whileAnnouncementsFail(database, 'census', () => failureOf(complete(leaseId, active)));

    expect([await record(userId), await attempts(userId)]).to.deep.equal(before);
    expect(await complete(leaseId, active)).to.equal('stored');
  });

  /** Makes the record due again, as a refresh does, and leases it. @returns the lease's id */
  const askAgain = async (userId: string, now: Date): Promise<string> => {
    await database.query(
      `update census.records set status = 'PENDING', attempt = 0, due_at = $2 where user_id = $1`,
      [userId, now],
    );
    return (await take(now)).leaseId;
  };

  describe('that is a failure is tried again', () => {
    const dueAt = async (userId: string) => (await record(userId)).due_at;

    it('after 60 s and then after 300 s, counted from the report, and not a fourth time', async () => {
      const userId = await register();

      await complete((await take(at(0))).leaseId, failed('network'), at(10));
      expect(await dueAt(userId)).to.deep.equal(at(70));
      await complete((await take(at(70))).leaseId, failed('network'), at(80));
      expect(await dueAt(userId)).to.deep.equal(at(380));
      await complete((await take(at(380))).leaseId, failed('network'), at(390));

      expect(await record(userId)).to.include({ due_at: null, attempt: 3, status: 'ERROR' });
    });

    it('up to a tenth later, at random, so that what failed together does not come back together', async () => {
      const userId = await register();

      await complete((await take()).leaseId, failed('network'), at(0), 1);

      expect(await dueAt(userId)).to.deep.equal(at(66));
    });

    it('but not when a captcha is asked for: it would be asked for again', async () => {
      const userId = await register();

      await lookUp(failed('captcha'));

      expect(await record(userId)).to.include({ due_at: null, attempt: 1 });
    });
  });
});
