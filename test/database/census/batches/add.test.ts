import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import pg from 'pg';
import { addToBatch } from '../../../../services/census/batches/add.ts';
import { previewBatch } from '../../../../services/census/batches/preview.ts';
import { countSkipped } from '../../../../shared/contract/batches.ts';
import { eventually } from '../../../support/eventually.ts';
import { refusalOf } from '../../../support/failures.ts';
import { useDatabase } from '../../../support/servers/postgres.ts';
import { at } from '../../support/clock.ts';
import { batchesIn, COOLDOWN_S, SPACING_MS } from '../support/batches.ts';
import { active, actor, cancelled, failed, lookupsIn, notFound } from '../support/lookups.ts';

describe('A batch', () => {
  const database = useDatabase('census');
  const { register, take, record, set } = lookupsIn(database);
  const { answered, crowd, add, feed, begin, view } = batchesIn(database);
  const leader = actor('LEADER');

  it('has those who may be asked for again, and asks after everybody else', async () => {
    const ids = [
      await answered(leader),
      await answered(leader, cancelled(false)),
      await answered(leader, failed('timeout')),
    ];

    const batchId = await begin(leader, ids);

    expect(await view(leader, at(100))).to.deep.include({ id: batchId, total: 3, done: 0, waiting: 3 });
    for (const id of ids)
      expect(await record(id)).to.deep.include({
        ...{ status: 'PENDING', priority: 30, attempt: 0, due_at: at(100) },
        ...{ requested_by: leader.id, batch_id: batchId },
      });
  });

  it('leaves out who has an answer where only the others are meant', async () => {
    const [found, dead] = [await answered(leader), await answered(leader, cancelled(true))];
    const failure = await answered(leader, failed('timeout'));
    const terms = { actor: leader, cooldownS: COOLDOWN_S, answered: false };

    const { queued, skipped } = await addToBatch(database.fork(), terms, [found, dead, failure], at(100));

    expect(queued).to.equal(1);
    expect(skipped).to.have.deep.members([
      { id: found, reason: 'answered' },
      { id: dead, reason: 'final' },
    ]);
  });

  it('says of each who is skipped why, and a preview says the same beforehand', async () => {
    const running = await register({ referrerId: leader.id });
    await take();
    const [unknown, dead] = [await answered(leader, notFound), await answered(leader, cancelled(true))];
    const recent = await answered(leader, active, at(90));
    const [missing, foreign] = [randomUUID(), await register({ referrerId: randomUUID() })];
    const waiting = await register({ referrerId: leader.id });
    const free = await crowd(leader, 1);
    const everybody = [running, unknown, dead, recent, missing, foreign, waiting, ...free];

    const preview = await previewBatch(
      database.fork(),
      { actor: leader, cooldownS: COOLDOWN_S, spacingMs: SPACING_MS },
      { userIds: everybody, besides: 0 },
      at(100),
    );
    const { queued, skipped } = await add(leader, everybody);

    expect(queued).to.equal(1);
    expect(skipped).to.have.deep.members([
      { id: running, reason: 'in_progress' },
      { id: unknown, reason: 'final' },
      { id: dead, reason: 'final' },
      { id: recent, reason: 'cooldown' },
      { id: missing, reason: 'not_allowed' },
      { id: foreign, reason: 'not_allowed' },
      { id: waiting, reason: 'in_progress' },
    ]);
    expect(preview).to.deep.include({ eligible: 1, skipped: countSkipped(skipped) });
    expect(countSkipped(skipped)).to.deep.equal({
      not_allowed: 2,
      cooldown: 1,
      in_progress: 2,
      final: 2,
      answered: 0,
    });
  });

  it('is for nobody else than who referred them, and begins not at all without anybody', async () => {
    const userId = await answered(leader, failed('captcha'));

    for (const by of [actor('LEADER'), actor('ADMIN'), actor('COORDINATOR')]) {
      expect(await add(by, [userId])).to.deep.equal({
        batchId: null,
        queued: 0,
        skipped: [{ id: userId, reason: 'not_allowed' }],
      });
      expect(await view(by)).to.equal(null);
    }
  });

  it('is refused to who leads nobody, for others and for themselves, in the preview as well', async () => {
    const userId = await answered(leader, failed('captcha'));

    for (const by of [actor('USER', leader.id), actor('USER', userId), actor('OPERATOR', leader.id)]) {
      expect(await refusalOf(add(by, [userId]))).to.include({ code: 'forbidden', status: 403 });
      const terms = { actor: by, cooldownS: COOLDOWN_S, spacingMs: SPACING_MS };
      const preview = previewBatch(database.fork(), terms, { userIds: [userId], besides: 0 }, at(100));
      expect(await refusalOf(preview)).to.include({ code: 'forbidden', status: 403 });
    }
  });

  it('is one for each leader: asking again while it is open adds to it, and to nobody twice', async () => {
    const people = await crowd(leader, 30);
    const batchId = await begin(leader, people.slice(0, 20));

    const more = await add(leader, [...people.slice(10), ...people.slice(25)]);

    expect(more).to.deep.include({ batchId, queued: 10 });
    expect(countSkipped(more.skipped).in_progress).to.equal(10);
    expect(await view(leader)).to.deep.include({ id: batchId, total: 30, done: 0, waiting: 30 });
  });

  it('is one also when two requests for the same people come at the same moment', async () => {
    const people = await crowd(leader, 50);

    const added = await Promise.all([add(leader, people), add(leader, people.toReversed())]);

    expect(new Set(added.map(({ batchId }) => batchId)).size).to.equal(1);
    expect(added[0].queued + added[1].queued).to.equal(50);
    expect(await view(leader)).to.deep.include({ total: 50, waiting: 50 });
  });

  describe('when its form is sent twice', () => {
    const send = (ids: readonly string[], submission: string, by = leader, now = at(100)) =>
      addToBatch(database.fork(), { actor: by, cooldownS: COOLDOWN_S }, ids, now, submission);

    it('is one batch, and told as the first time, one after the other or at the same moment', async () => {
      const people = await crowd(leader, 20);

      const answers = await Promise.all([1, 2, 3].map(() => send(people, 'form-1')));
      answers.push(await send(people, 'form-1'));

      expect(new Set(answers.map(({ batchId }) => batchId)).size).to.equal(1);
      expect(answers.map(({ queued }) => queued)).to.deep.equal([20, 20, 20, 20]);
      expect(await view(leader)).to.deep.include({ total: 20 });
    });

    it('is told as the first time after everybody was answered, in their cooldown', async () => {
      const people = await crowd(leader, 2);
      const { batchId } = await send(people, 'form-1');
      await database.query('update census.batches set done = 2, finished_at = $1', [at(101)]);
      await database.query('delete from census.batch_members');
      for (const userId of people) await set(userId, { requested_at: at(100) });

      expect(await send(people, 'form-1', leader, at(102))).to.deep.include({ batchId, queued: 2 });
      expect(await send(people, 'form-2', leader, at(102))).to.deep.include({ batchId: null, queued: 0 });
    });

    it('is each leader’s own form, whatever its key', async () => {
      const other = actor('LEADER');
      await send(await crowd(leader, 2), 'form-1');
      expect(await send(await crowd(other, 3), 'form-1', other)).to.include({ queued: 3 });
    });
  });

  it('counts each once when eight calls for the same two come at once and the queue takes them in between', async () => {
    const [first = '', ...two] = await crowd(leader, 3);
    const { batchId } = await add(leader, [first]);
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('begin');
    await holder.query('select 1 from census.batches for update');
    // One behind the other: a call, the feeding of the queue, and the other calls.
    const waiting = async (count: number): Promise<void> => {
      await eventually(`${count} wait`, async () => {
        const rows = await database.query(
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rows.length === count;
      });
    };
    const calls = [add(leader, two)];
    await waiting(1);
    const fed = feed();
    await waiting(2);
    for (let more = 0; more < 7; more += 1) calls.push(add(leader, two));
    await waiting(9);
    await holder.query('commit');
    await holder.end();

    const queued = (await Promise.all(calls)).map((added) => added.queued);
    await fed;
    expect(queued.toSorted()).to.deep.equal([0, 0, 0, 0, 0, 0, 0, 2]);
    expect(await view(leader)).to.deep.include({ id: batchId, total: 3, waiting: 3 });
  });

  it('does not move a person back who waits in front of the page', async () => {
    const userId = await register({ referrerId: leader.id });

    await add(leader, [userId]);

    expect(await record(userId)).to.include({ priority: 10, batch_id: null });
  });

  it('is shown for an hour after it has ended, and then no more', async () => {
    const [userId = ''] = await crowd(leader, 1);
    const batchId = await begin(leader, [userId]);
    await set(userId, { status: 'ACTIVE', due_at: null, batch_id: null });
    await database.query(`update census.batches set done = 1, finished_at = $1`, [at(200)]);

    expect(await view(leader, at(3_799))).to.deep.include({ id: batchId, expectedAt: null });
    expect(await view(leader, at(3_800))).to.equal(null);
  });

  it('takes 20,000 people in four calls', async () => {
    const people = await crowd(leader, 20_000);

    for (let page = 0; page < 4; page += 1) await add(leader, people.slice(page * 5_000, (page + 1) * 5_000));

    expect(await view(leader)).to.deep.include({ total: 20_000, waiting: 20_000 });
  });
});
