import { expect } from 'chai';
import { readReferral } from '../../../services/accounts/referrals/referrals.ts';
import { referrerFirstName } from '../../../services/accounts/referrals/referrer.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { actorOf, createPerson, ip, origin } from './support/people.ts';
import { anyText } from './support/policy.ts';

const NOW = at(1_000);

describe('One referral', () => {
  const database = useDatabase('accounts');
  let leader: UserRow;

  beforeEach(async () => {
    leader = await createPerson(database.fork(), { role: 'LEADER', nombreCompleto: 'Lidia Líder' });
  });

  const read = (userId: string) =>
    readReferral(database.fork(), anyText, { actor: actorOf(leader), userId, ip }, NOW);
  const trail = () => database.query('select at, actor_id, action, subject_ids, ip from accounts.trail');

  it('is read by who referred them, and leaves a trace', async () => {
    const { id, cedula } = await createPerson(database.fork(), { referrerId: leader.id });

    expect(await read(id)).to.include({ id, cedula });

    expect(await trail()).to.deep.equal([
      { at: NOW, actor_id: leader.id, action: 'referral.read', subject_ids: [id], ip: origin.ip },
    ]);
  });

  it('is not found, in the same words, whether it is of another or nobody', async () => {
    const foreign = await createPerson(database.fork(), {
      referrerId: (await createPerson(database.fork())).id,
    });

    const refusals = [
      await refusalOf(read(foreign.id)),
      await refusalOf(read('3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11')),
      await refusalOf(read(leader.id)),
    ];

    expect(refusals[0]).to.include({ code: 'not_found', status: 404 });
    expect(refusals[1]).to.deep.equal(refusals[0]);
    expect(refusals[2]).to.deep.equal(refusals[0]);
    expect(await trail()).to.deep.equal([]);
  });

  it('learns no more than the first name of who refers them', async () => {
    expect(await referrerFirstName(database.fork(), leader.referralCode)).to.deep.equal({
      firstName: 'Lidia',
    });
    expect(await referrerFirstName(database.fork(), 'ZZZZ9999')).to.equal(null);
  });
});
