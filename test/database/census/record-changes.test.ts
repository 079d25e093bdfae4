import { expect } from 'chai';
import { listRecordChanges } from '../../../services/census/catch-up/record-changes.ts';
import type { ChangeCursor } from '../../../shared/contract/changes.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { lookupsIn } from './support/lookups.ts';

const MANY = 7;
const PAGE = 3;

describe('Changes of records, page after page,', () => {
  const database = useDatabase('census');
  const { register } = lookupsIn(database);

  /** As another service walks: until there is no more, or far more pages than there can be. */
  const walk = async (): Promise<{ ids: string[]; moments: Set<string> }> => {
    const ids: string[] = [];
    const moments = new Set<string>();
    let after: ChangeCursor | null = null;
    for (let pages = 0; pages < MANY; pages += 1) {
      const { items, more } = await listRecordChanges(database.fork(), { after, limit: PAGE });
      for (const { userId, changedAt } of items) {
        ids.push(userId);
        moments.add(changedAt);
      }
      const last = items.at(-1);
      if (!more || last === undefined) return { ids, moments };
      after = { at: last.changedAt, id: last.userId };
    }
    throw new Error('there is no end');
  };
  const registerMany = () => Promise.all(Array.from({ length: MANY }, () => register({}, at(0))));

  it('have everybody once, of one moment in whole milliseconds, as the portal writes it', async () => {
    const everybody = await registerMany();

    const { ids, moments } = await walk();

    expect(ids.toSorted()).to.deep.equal(everybody.toSorted());
    expect([...moments]).to.deep.equal([at(0).toISOString()]);
  });

  it('have everybody once, of one moment with microseconds, as a hand writes it', async () => {
    const everybody = await registerMany();
    await database
      .fork()
      .execute(`update "census"."records" set "updated_at" = '2026-11-27T02:20:00.123456Z'::timestamptz`);

    const { ids, moments } = await walk();

    expect(ids.toSorted()).to.deep.equal(everybody.toSorted());
    expect([...moments]).to.deep.equal(['2026-11-27T02:20:00.123456Z']);
  });
});
