import { expect } from 'chai';
import { listReferrals, readReferral } from '../../../services/accounts/referrals/referrals.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { START } from '../support/clock.ts';
import { actorOf, createPerson, ip } from './support/people.ts';
import { anyText } from './support/policy.ts';

describe('An OPERATOR', () => {
  const database = useDatabase('accounts');

  it('sees nobody, not even those whom they referred before, and leaves no trace', async () => {
    const actor = actorOf(await createPerson(database.fork(), { role: 'OPERATOR' }));
    const { id } = await createPerson(database.fork(), { referrerId: actor.id });
    const all = { actor, status: 'todos', q: '', sort: 'recent', limit: 25, counts: false, ip } as const;

    expect(await refusalOf(listReferrals(database.fork(), anyText, all, START))).to.include({
      code: 'forbidden',
      status: 403,
    });
    const read = readReferral(database.fork(), anyText, { actor, userId: id, ip }, START);
    expect(await refusalOf(read)).to.include({ code: 'not_found', status: 404 });
    expect(await database.query('select * from accounts.audit')).to.deep.equal([]);
  });
});
