import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { failureOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { START } from '../support/clock.ts';
import { active, lookupsIn, type StoredRecord } from './support/lookups.ts';

const CHECK_VIOLATION = '23514';

describe('A stuck record cannot be stored:', () => {
  const database = useDatabase('census');
  const { register, take, lookUp, set } = lookupsIn(database);

  const refused = async (userId: string, columns: Partial<Record<keyof StoredRecord, unknown>>) => {
    const error = await failureOf(set(userId, columns as Partial<StoredRecord>));
    expect(error).to.include({ code: CHECK_VIOLATION });
  };
  const processing = async () => {
    const userId = await register();
    expect((await take()).userId).to.equal(userId);
    return userId;
  };
  const settled = async () => {
    const userId = await register();
    await lookUp(active);
    return userId;
  };
  const lease = { lease_id: randomUUID(), lease_worker: 'worker-1', lease_expires_at: START };

  it('PENDING that is never due', async () => {
    await refused(await settled(), { status: 'PENDING' });
    await refused(await register(), { due_at: null });
  });

  it('PROCESSING without a lease', async () => {
    await refused(await processing(), { lease_id: null, lease_worker: null, lease_expires_at: null });
    await refused(await register(), { status: 'PROCESSING' });
  });

  it('a lease that never ends', async () => {
    await refused(await processing(), { lease_expires_at: null });
  });

  it('a lease of a record that nobody works on', async () => {
    await refused(await processing(), { status: 'ACTIVE' });
    await refused(await settled(), lease);
    await refused(await register(), lease);
  });

  it('an expiry of no lease', async () => {
    await refused(await settled(), { lease_expires_at: START });
  });

  it('a status that is none of the nine', async () => {
    await refused(await settled(), { status: 'WAITING' });
  });

  it('an attempt of a record that is not there', async () => {
    const insertion = database.query(
      `insert into census.attempts (lease_id, user_id, attempt, worker, started_at) values ($1, $2, 1, 'w', $3)`,
      [randomUUID(), randomUUID(), START],
    );
    expect(await failureOf(insertion)).to.include({ code: '23503' });
  });
});
