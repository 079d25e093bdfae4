import { randomUUID } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { readEvidence } from '../../../services/census/read/evidence.ts';
import { readHistory } from '../../../services/census/read/history.ts';
import { roles } from '../../../shared/contract/accounts.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { active, actor, failed, LANE, lookupsIn } from './support/lookups.ts';

const PAGE = '<h1>Algo que nadie había visto</h1>';

describe('The history of a person', () => {
  const database = useDatabase('census');
  const { register, take, complete } = lookupsIn(database);
  const admin = actor('ADMIN');

  const history = (userId: string, by = admin) => readHistory(database.fork(), by, userId);
  const evidence = (userId: string, leaseId: string, by = admin) =>
    readEvidence(database.fork(), { actor: by, userId, leaseId });
  const failWithEvidence = async () => {
    const userId = await register();
    const { leaseId } = await take(at(1));
    const sealed = { page: gzipSync(PAGE).toString('base64'), truncated: false };
    await complete(leaseId, failed('unrecognised'), at(3), 0, sealed);
    return { userId, leaseId };
  };

  it('has each attempt with its outcome, its way and its time, newest first', async () => {
    const { userId, leaseId } = await failWithEvidence();
    const second = await take(at(100));
    await complete(second.leaseId, active, at(102));

    const attempts = await history(userId);

    expect(attempts.map(({ traceId, ...attempt }) => attempt)).to.deep.equal([
      {
        leaseId: second.leaseId,
        attempt: 2,
        startedAt: at(100).toISOString(),
        finishedAt: at(102).toISOString(),
        durationMs: 2_000,
        outcome: 'active',
        detail: null,
        source: 'consultacenso',
        lane: LANE,
        worker: 'worker-1',
        hasEvidence: false,
      },
      {
        leaseId,
        attempt: 1,
        startedAt: at(1).toISOString(),
        finishedAt: at(3).toISOString(),
        durationMs: 2_000,
        outcome: 'unrecognised',
        detail: 'seen: unrecognised',
        source: 'consultacenso',
        lane: LANE,
        worker: 'worker-1',
        hasEvidence: true,
      },
    ]);
    expect(attempts.map(({ traceId }) => traceId)).to.deep.equal([second.traceId, second.traceId]);
  });

  it('shows what runs as not finished', async () => {
    const userId = await register();
    await take(at(1));

    expect((await history(userId))[0]).to.include({ finishedAt: null, durationMs: null, outcome: null });
  });

  it('is empty before the first lookup, and has nobody else’s', async () => {
    await failWithEvidence();
    expect(await history(await register({}, at(50)))).to.deep.equal([]);
  });

  it('ends with the hundred latest', async () => {
    const userId = await register();
    await database.query(
      `insert into census.attempts (lease_id, user_id, attempt, worker, started_at)
       select gen_random_uuid(), $1, n, 'w', $2::timestamptz + n * interval '1 second'
       from generate_series(1, 120) n`,
      [userId, at(0)],
    );

    const attempts = (await history(userId)).map(({ attempt }) => attempt);
    expect([attempts.length, attempts[0], attempts.at(-1)]).to.deep.equal([100, 120, 21]);
  });

  it('keeps what the page showed when a lookup failed, as it was', async () => {
    const { userId, leaseId } = await failWithEvidence();

    const { page, truncated } = await evidence(userId, leaseId);
    expect(gunzipSync(Buffer.from(page, 'base64')).toString()).to.equal(PAGE);
    expect(truncated).to.equal(false);
  });

  it('keeps large evidence whole, in one line of base64', async () => {
    const userId = await register();
    const { leaseId } = await take(at(1));
    const page = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7_919) % 251));
    await complete(leaseId, failed('blocked'), at(2), 0, { page: page.toString('base64'), truncated: true });

    expect(await evidence(userId, leaseId)).to.deep.equal({ page: page.toString('base64'), truncated: true });
  });

  it('has no evidence of an answer, of another person’s attempt, or of none: 404', async () => {
    const { userId, leaseId } = await failWithEvidence();
    const answered = await register({}, at(200));
    const { leaseId: good } = await take(at(200));
    await complete(good, active, at(201));

    for (const [whose, lease] of [
      [answered, good],
      [answered, leaseId],
      [userId, randomUUID()],
    ] as const)
      expect(await refusalOf(evidence(whose, lease))).to.include({ code: 'not_found', status: 404 });
  });

  for (const role of roles.filter((one) => one !== 'ADMIN')) {
    it(`is not found for a ${role}, in the same words as what is missing, be it their own or referred`, async () => {
      const { userId, leaseId } = await failWithEvidence();
      const missing = await refusalOf(history(randomUUID()));
      const gone = await refusalOf(evidence(userId, randomUUID()));
      expect(missing).to.include({ code: 'not_found', status: 404 });

      for (const by of [actor(role), actor(role, userId)]) {
        expect(await refusalOf(history(userId, by))).to.deep.equal(missing);
        expect(await refusalOf(evidence(userId, leaseId, by))).to.deep.equal(gone);
      }
    });
  }
});
