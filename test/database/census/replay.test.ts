import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { correctFailure } from '../../../services/census/replay/correct.ts';
import { storedFailure, storedFailures } from '../../../services/census/replay/stored-failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { active, failed, lookupsIn } from './support/lookups.ts';

const evidence = { page: gzipSync('<!-- read by the source -->\nx\n').toString('base64'), truncated: false };

describe('A failure whose evidence is read again', () => {
  const database = useDatabase('census');
  const { register, take, complete, record: stored, lookUp } = lookupsIn(database);
  const correct = (leaseId: string, seconds = 500) =>
    correctFailure(database.fork(), { leaseId, outcome: active, note: 'Ana, en una prueba' }, at(seconds));
  const failOnce = async (seconds: number) => {
    const lease = await take(at(seconds));
    await complete(lease.leaseId, failed('unrecognised'), at(seconds + 5), 0, evidence);
    return lease;
  };

  it('becomes the answer that it was, as of when it came, with its place, version and event', async () => {
    const userId = await register();
    const { leaseId } = await failOnce(10);
    const before = await stored(userId);
    expect((await storedFailure(database.fork(), leaseId))?.userId).to.equal(userId);

    expect(await correct(leaseId)).to.equal('corrected');
    const after = await stored(userId);
    expect(after).to.deep.include({
      status: 'ACTIVE',
      answer: active,
      answered_at: at(15),
      due_at: null,
      error_code: null,
    });
    expect(after.version).to.equal(before.version + 1);
    const [event] = await database.query<{ event: { status: string; version: number } }>(
      `select payload as event from census.outbox order by id desc limit 1`,
    );
    expect(event?.event).to.include({ status: 'ACTIVE', version: after.version });
    const [place] = await database.query('select puesto, last_at from census.places');
    expect(place).to.deep.equal({ puesto: active.puesto, last_at: at(15) });
    const [attempt] = await database.query<{ outcome: string; detail: string }>(
      'select outcome, detail from census.attempts',
    );
    expect(attempt).to.deep.equal({
      outcome: 'active',
      detail: 'read again (Ana, en una prueba); was unrecognised',
    });
    expect(await database.query('select 1 from census.evidence'), 'kept of failures alone').to.be.empty;
    expect(await correct(leaseId), 'twice').to.equal('newer');
    expect((await stored(userId)).version).to.equal(after.version);
  });

  it('leaves a newer answer, lookup or wish alone', async () => {
    const userId = await register();
    const { leaseId } = await failOnce(10);
    const running = await take(at(200));
    expect(await correct(leaseId), 'a lookup runs').to.equal('newer');
    await complete(running.leaseId, { ...active, mesa: '9' }, at(205));
    const before = await stored(userId);
    expect(await correct(leaseId), 'answered since').to.equal('newer');
    expect(await stored(userId)).to.deep.equal(before);
  });

  it('does not answer a wish that came later', async () => {
    const userId = await register();
    const { leaseId } = await failOnce(10);
    await database.query(`update census.records set requested_at = $2 where user_id = $1`, [userId, at(300)]);
    expect(await correct(leaseId)).to.equal('newer');
    expect((await stored(userId)).answer).to.equal(null);
  });

  it('is gone with its person', async () => {
    const userId = await register();
    const { leaseId } = await failOnce(10);
    await database.query('delete from census.attempts where user_id = $1', [userId]);
    await database.query('delete from census.records where user_id = $1', [userId]);
    expect(await correct(leaseId)).to.equal('gone');
    expect(await storedFailure(database.fork(), leaseId)).to.equal(null);
  });

  it('is found among all that are kept, the newest first', async () => {
    await register();
    await lookUp(active, at(1));
    await register({}, at(20));
    const first = await failOnce(30);
    const second = await failOnce(400);
    const found: string[] = [];
    for await (const one of storedFailures(() => database.fork())) found.push(one.leaseId);
    expect(found).to.deep.equal([second.leaseId, first.leaseId]);
  });
});
