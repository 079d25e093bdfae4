import type { EntityManager } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { createGathered } from '../../../../services/accounts/audit/gathered.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

describe('What is told of together, when Postgres stands still', () => {
  it('does not keep the process from its end, and says how much was lost', async () => {
    const said: string[] = [];
    const never = { create: () => ({}), persist: () => {}, flush: () => new Promise(() => {}) };
    const clock = createFakeClock();
    const gathered = createGathered({
      // Of a database the trail uses these three.
      fork: () => never as unknown as EntityManager,
      log: { warn: (line) => void said.push(line) },
      clock,
    });
    for (const key of ['a', 'a', 'b'])
      gathered.note(key, { actor: null, action: 'session.refused', subjectIds: [], ip: '', detail: key });

    await clock.run(gathered.close());

    expect(said).to.deep.equal(['3 entries of the trail were not written before the stop']);
    expect(clock.elapsed()).to.be.within(1, 4_000);
  });
});
