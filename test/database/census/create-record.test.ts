import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import pg from 'pg';
import { personHash } from '../../../services/census/store/erased.ts';
import { createRecord } from '../../../services/census/store/records.ts';
import { eventually } from '../../support/eventually.ts';
import { failureOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at, START } from '../support/clock.ts';
import { whileAnnouncementsFail } from '../support/refuse-announcements.ts';
import { lookupsIn } from './support/lookups.ts';

describe('The record of a person who registered', () => {
  const database = useDatabase('census');
  const { record, announcements } = lookupsIn(database);
  const event = {
    userId: randomUUID(),
    cedula: '1020304050',
    referrerId: randomUUID(),
    registeredAt: START.toISOString(),
  };
  const create = (now = START) => createRecord(database.fork(), event, now);

  it('is due at once, before whatever leaders ask for', async () => {
    expect(await create()).to.equal(true);

    expect(await record(event.userId)).to.deep.include({
      cedula: event.cedula,
      referrer_id: event.referrerId,
      status: 'PENDING',
      attempt: 0,
      priority: 10,
      requested_by: event.userId,
      requested_at: START,
      due_at: START,
      lease_id: null,
      answer: null,
      version: 1,
    });
  });

  it('is announced', async () => {
    await create();

    const { userId, referrerId } = event;
    expect(await announcements(userId)).to.deep.equal([
      {
        name: 'census.updated',
        payload: {
          ...{ userId, referrerId, coordinatorId: null, status: 'PENDING', version: 1, place: null },
          changedAt: event.registeredAt,
        },
      },
    ]);
  });

  it('is made once, though the event comes again, and later', async () => {
    await create();
    const before = await record(event.userId);

    expect(await create(at(60))).to.equal(false);

    expect(await record(event.userId)).to.deep.equal(before);
    expect(await announcements(event.userId)).to.have.lengthOf(1);
  });

  it('is made once, though the event comes several times at once', async () => {
    const made = await Promise.all([create(), create(), create(), create()]);

    expect(made.filter(Boolean)).to.have.lengthOf(1);
    expect(await announcements(event.userId)).to.have.lengthOf(1);
  });

  describe('of somebody about whom an erasure is written down at the same moment', () => {
    /** Registers while another connection has somebody's lock, and gives it back once they are written down as erased. */
    const createWhileErasing = async (userId: string, shared: '' | '_shared' = '') => {
      const other = new pg.Client({ connectionString: database.url });
      await other.connect();
      try {
        await other.query('begin');
        await other.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
          `censo.person.${userId}`,
        ]);
        const made = create();
        await eventually('it waits for the lock', async () => {
          // Not by the connection of the lock: in a transaction it sees for ever what it saw first.
          const waiting = await database.query(
            `select 1 from pg_stat_activity where wait_event = 'advisory' and query like '%pg_advisory_xact_lock${shared}(%'`,
          );
          return waiting.length > 0;
        });
        await other.query(
          `insert into census.erased ("person_hash", "erased_at", "detaching", "led") values ($1, now(), $2, false)`,
          [personHash(userId), userId],
        );
        await other.query('commit');
        return await made;
      } finally {
        await other.end();
      }
    };

    it('is not made when it is they', async () => {
      expect(await createWhileErasing(event.userId)).to.equal(false);

      expect(await database.query('select 1 from census.records')).to.deep.equal([]);
      expect(await database.query('select 1 from census.consents')).to.deep.equal([]);
    });

    it('names nobody when it is who invited them', async () => {
      expect(await createWhileErasing(event.referrerId, '_shared')).to.equal(true);

      expect(await record(event.userId)).to.include({ referrer_id: null });
      const [told] = await announcements(event.userId);
      expect(told?.payload).to.include({ referrerId: null, coordinatorId: null });
    });
  });

  it('is not made when it cannot be announced', async () => {
    await whileAnnouncementsFail(database, 'census', () => failureOf(create()));

    expect(await database.query('select * from census.records')).to.deep.equal([]);
  });
});
