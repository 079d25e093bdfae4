import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createRecord } from '../../../services/census/store/records.ts';
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

  it('is not made when it cannot be announced', async () => {
    await whileAnnouncementsFail(database, 'census', () => failureOf(create()));

    expect(await database.query('select * from census.records')).to.deep.equal([]);
  });
});
