import { expect } from 'chai';
import { verifyAudit } from '../../../services/accounts/audit/verify.ts';
import { AuditEntity } from '../../../services/accounts/store/entities.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { useLeader } from './support/leader.ts';
import { ip } from './support/people.ts';

const NOW = at(1_000);

describe('A page of referrals that is taken away as a file', () => {
  const database = useDatabase('accounts');
  const { leader, refer, list } = useLeader(database, NOW);
  const entries = () => database.fork().find(AuditEntity, { action: 'referrals.list' });

  it('is an entry of the trail by itself as soon as it is there, with everybody on it', async () => {
    const people = [await refer(), await refer(), await refer()];

    const first = await list({ taken: true, limit: 2 });
    const second = await list({ taken: true, limit: 2, cursor: first.next ?? '' });

    const shown = [first, second].map(({ items }) => items.map(({ id }) => id));
    expect(shown.flat()).to.have.members(people.map(({ id }) => id));
    const [one, other, ...rest] = await entries();
    expect(rest).to.deep.equal([]);
    expect([one?.subjectIds, other?.subjectIds]).to.deep.equal(shown);
    expect(one).to.deep.include({ at: NOW, actorId: leader.id, ip, detail: '' });
  });

  it('is chained like any other entry', async () => {
    await refer();
    await list({ taken: true });

    const { entries: chained, faults } = await verifyAudit(() => database.fork());

    expect({ chained, faults }).to.deep.equal({ chained: 1, faults: [] });
  });

  it('leaves none where nobody is on it', async () => {
    await list({ taken: true });

    expect(await entries()).to.deep.equal([]);
  });
});
