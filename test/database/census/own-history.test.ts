import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { readOwnHistory } from '../../../services/census/read/own-history.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { asGiven, columnsOf, obsolete, undecided } from '../support/columns.ts';
import { batchesIn } from './support/batches.ts';
import { active, actor, failed, lookupsIn } from './support/lookups.ts';

/** What is in the file, by the column that names whose it is. */
const given: Record<string, { whose: string; columns: readonly string[] }> = {
  records: {
    whose: 'user_id',
    columns: [
      ...['status', 'cedula', 'attempt', 'answered_at', 'error_code', 'requested_at', 'due_at'],
      ...['created_at', 'updated_at'],
    ],
  },
  attempts: { whose: 'user_id', columns: ['started_at', 'finished_at', 'outcome', 'source'] },
  places: {
    whose: 'user_id',
    columns: [
      ...['departamento', 'municipio', 'puesto', 'direccion', 'mesa', 'source', 'first_at', 'last_at'],
    ],
  },
  batches: {
    whose: 'requested_by',
    columns: ['requested_at', 'total', 'done', 'failed', 'skipped', 'cancelled_at', 'finished_at'],
  },
};

const KEY = 'says only whose the row is, or which one';
const WORK = 'how the service does its work; says nothing of the person that is not given beside it';
const COPY = 'a copy of what accounts gives';

/** What is not in the file, and why; `table.*` for a table that is nobody's, or only a copy. */
const withheld: Record<string, string> = {
  'records.user_id': KEY,
  'records.answer': 'given field by field',
  'records.move': 'when it changed and when it was seen are given, and the place before is in `places`',
  'places.id': KEY,
  'places.user_id': KEY,
  'records.answer_status': 'given by the answer',
  'records.referrer_id': COPY,
  'records.requested_by': 'another person’s id: whether it was the person is given',
  'records.traceparent': WORK,
  'records.suspended': 'follows from the consents, which accounts gives',
  'records.batch_id': 'of somebody else’s wish',
  'records.before_batch': 'what the record was before somebody else asked for it; gone with that batch',
  'records.left_batch': 'of somebody else’s wish',
  'records.subnet': 'a keyed hash of where they asked from, gone with the answer',
  'records.corrected_at': 'the correction is in the trail',
  ...Object.fromEntries(
    [
      ...['priority', 'turn', 'subnet_turn', 'referrer_turn', 'refunds', 'version', 'trace_id', 'leased_at'],
      ...['lease_id', 'lease_worker', 'lease_expires_at', 'last_lease_id'],
    ].map((name) => [`records.${name}`, WORK]),
  ),
  ...Object.fromEntries(
    ['lease_id', 'user_id', 'attempt', 'worker', 'lane', 'trace_id', 'refund'].map((name) => [
      `attempts.${name}`,
      WORK,
    ]),
  ),
  'attempts.detail':
    'a note for who mends the portal, in English and without personal data; the outcome is given',
  'evidence.*':
    'another site’s page as it came when a lookup failed, kept for days to mend it; given on request',
  'batches.id': KEY,
  'batches.requested_by': KEY,
  'batches.requested_as': 'the role, which accounts gives',
  'batches.submissions': WORK,
  'batch_members.*': 'whom somebody else asked for, until it is their turn',
  'consents.*': COPY,
  'consent_floor.*': 'since when decisions count, the same for everybody',
  'leaders.*': COPY,
  'operations.*': 'what operators did to all lookups; it is in the trail of who may see it',
  'pause.*': 'what an operator did to all lookups',
  'lanes.*': WORK,
  'workers.*': WORK,
  'erased.*': 'of people who are not there any more',
  'data_origin.*': WORK,
  'dead_letters.*': 'an event that could not be handled, on its way to what is given',
  'outbox.*': 'an event on its way to what is given',
  'catch_up.*': WORK,
  'canaries.*':
    'an operator’s own consent, which its page shows and takes back, with a copy of the answer that is given',
  'shapes.*': 'how an official page is made: its elements, labels and names of fields, and nobody’s data',
  'migrations.*': WORK,
};

const names = Object.entries(given).flatMap(([table, { columns }]) =>
  columns.map((column) => `${table}.${column}`),
);

describe('What the census gives a person of what it keeps', () => {
  const database = useDatabase('census');
  const { register, take, complete, lookUp } = lookupsIn(database);
  const { begin, cancel } = batchesIn(database);

  const own = (userId: string, cursor?: string, limit = 25) =>
    readOwnHistory(database.fork(), { actor: actor('USER', userId), cursor, limit });

  it('is decided of every column there is, and of none that is gone', async () => {
    const columns = await columnsOf(database, 'census');
    expect(
      undecided(columns, names, withheld),
      'given to the person, or withheld with a reason?',
    ).to.deep.equal([]);
    expect(obsolete(columns, names, withheld)).to.deep.equal([]);
  });

  it('is all that is theirs in those columns', async () => {
    const leader = actor('LEADER');
    const userId = await register({ userId: leader.id, referrerId: leader.id });
    await lookUp(active, at(1));
    const batch = await begin(leader, [userId], at(400));
    const { leaseId } = await take(at(401));
    const sealed = { page: gzipSync('<p>x</p>').toString('base64'), truncated: false };
    await complete(leaseId, failed('unrecognised'), at(402), 0, sealed);
    await cancel(leader, batch, at(403));

    const file = JSON.stringify(await own(userId));
    for (const [table, { whose, columns }] of Object.entries(given)) {
      const rows = await database.query<Record<string, unknown>>(
        `select * from census."${table}" where "${whose}" = $1`,
        [userId],
      );
      expect(rows, table).not.to.be.empty;
      for (const row of rows)
        for (const column of columns.filter((one) => row[one] !== null))
          expect(file, `${table}.${column}`).to.include(JSON.stringify(asGiven(row[column])).slice(1, -1));
    }
    for (const part of Object.values(active)) expect(file).to.include(JSON.stringify(part));
  });

  it('is every lookup, page by page, and the record with the first', async () => {
    const userId = await register();
    for (let time = 0; time < 5; time += 1) {
      const { leaseId } = await take(at(time * 1_000 + 1));
      await complete(leaseId, failed('timeout'), at(time * 1_000 + 2));
      await database.query(`update census.records set status = 'PENDING', due_at = $1`, [
        at(time * 1_000 + 3),
      ]);
    }
    const started: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await own(userId, cursor, 2);
      expect(page.record !== null).to.equal(pages === 0);
      started.push(...page.items.map(({ startedAt }) => startedAt));
      pages += 1;
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);

    expect(started).to.deep.equal([4, 3, 2, 1, 0].map((time) => at(time * 1_000 + 1).toISOString()));
    expect(pages).to.equal(3);
  });

  it('is nothing of anybody else’s, also behind another’s cursor', async () => {
    const one = await register();
    for (const second of [1, 100]) {
      const { leaseId } = await take(at(second));
      await complete(leaseId, failed('timeout'), at(second + 1));
    }
    const { next } = await own(one, undefined, 1);

    const other = await own(randomUUID(), next ?? '');
    expect(other).to.deep.equal({ record: null, places: [], batches: [], items: [], next: null });
  });

  it('is refused behind a cursor that is none of ours', async () => {
    const forged = Buffer.from(JSON.stringify(['2026', "x' or true"])).toString('base64url');
    for (const cursor of ['x', forged])
      expect((await refusalOf(own(randomUUID(), cursor))).status).to.equal(400);
  });
});
