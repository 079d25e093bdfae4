import { expect } from 'chai';
import { refreshOne } from '../../../services/census/request/refresh.ts';
import type { Actor } from '../../../shared/contract/accounts.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { batchesIn } from './support/batches.ts';
import { active, actor, lookupsIn } from './support/lookups.ts';

describe('The order among those who wait', () => {
  const database = useDatabase('census');
  const { register, lease, lookUp, record } = lookupsIn(database);
  const { begin } = batchesIn(database);
  const names = new Map<string, string>();

  /** People of a leader, answered long ago; `names` tells them apart. */
  const group = async (name: string, leader: Actor, size: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let number = 1; number <= size; number += 1) {
      const id = await register({ referrerId: leader.id });
      await lookUp(active);
      names.set(id, `${name}${number}`);
      ids.push(id);
    }
    return ids;
  };
  const served = async (count: number, now = at(1_000)): Promise<(string | undefined)[]> => {
    const found: (string | undefined)[] = [];
    for (let next = 0; next < count; next += 1) found.push(names.get((await lease(now))?.userId ?? ''));
    return found;
  };

  it('alternates between leaders in bulk, however many people each has', async () => {
    const [ana, beto, cira] = [actor('LEADER'), actor('LEADER'), actor('LEADER')];
    await begin(ana, await group('a', ana, 5), at(100));
    await begin(beto, await group('b', beto, 2), at(101));
    await begin(cira, await group('c', cira, 3), at(102));

    expect(await served(10)).to.deep.equal(['a1', 'b1', 'c1', 'a2', 'b2', 'c2', 'a3', 'c3', 'a4', 'a5']);
  });

  it('lets a leader who comes later begin at the turn that is being served, neither before nor behind', async () => {
    const [ana, beto] = [actor('LEADER'), actor('LEADER')];
    await begin(ana, await group('a', ana, 6), at(100));
    expect(await served(3)).to.deep.equal(['a1', 'a2', 'a3']);
    await begin(beto, await group('b', beto, 2), at(200));

    expect(await served(5)).to.deep.equal(['a4', 'b1', 'a5', 'b2', 'a6']);
  });

  it('puts a leader’s second bulk behind their own first', async () => {
    const [ana, beto] = [actor('LEADER'), actor('LEADER')];
    const people = await group('a', ana, 4);
    await begin(ana, people.slice(0, 2), at(100));
    await begin(ana, people.slice(2), at(101));
    await begin(beto, await group('b', beto, 3), at(102));

    expect(await served(7)).to.deep.equal(['a1', 'b1', 'a2', 'b2', 'a3', 'b3', 'a4']);
  });

  it('is: whoever waits in front of the page, a single refresh, bulk', async () => {
    const [ana, beto] = [actor('LEADER'), actor('LEADER')];
    await begin(ana, await group('bulk', ana, 2), at(100));
    const [single] = await group('single', beto, 1);
    await refreshOne(database.fork(), { actor: beto, cooldownS: 30 }, single ?? '', at(200));
    names.set(await register({}, at(300)), 'person');

    expect(await served(4)).to.deep.equal(['person', 'single1', 'bulk1', 'bulk2']);
  });

  it('takes no turn any more from whoever has become more urgent', async () => {
    const ana = actor('LEADER');
    const [first, second] = await group('a', ana, 2);
    await begin(ana, [first ?? '', second ?? '']);
    await refreshOne(database.fork(), { actor: ana, cooldownS: 30 }, second ?? '', at(140));

    expect(await record(second ?? '')).to.include({ priority: 20, turn: 0 });
    expect(await served(2)).to.deep.equal(['a2', 'a1']);
  });
});
