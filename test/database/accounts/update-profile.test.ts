import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { updateProfile } from '../../../services/accounts/phone/update-profile.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { messengerSettings } from './support/messenger.ts';
import { actorOf, createPerson } from './support/people.ts';

const NOW = at(1_000);
const nobodyReached = { ...messengerSettings, name: 'none' } as const;
const profile = { nombreCompleto: 'Rosa Elvira', phone: '+573100001122', referralGoal: 1_500 };

describe('A person’s own data', () => {
  const database = useDatabase('accounts');

  it('change in name, phone and goal, and in nothing else, nor for anybody else', async () => {
    const person = await createPerson(database.fork());
    const other = await createPerson(database.fork());

    const changed = await updateProfile(
      database.fork(),
      { actor: actorOf(person), profile },
      nobodyReached,
      NOW,
    );

    expect(changed).to.include({ ...profile, id: person.id, cedula: person.cedula, role: person.role });
    const names = await database.query('select id from accounts.users where nombre_completo = $1', [
      profile.nombreCompleto,
    ]);
    expect(names).to.deep.equal([{ id: person.id }]);
    expect(other.nombreCompleto).not.to.equal(profile.nombreCompleto);
  });

  it('are not found when the account is gone', async () => {
    const actor = { id: randomUUID(), role: 'USER' } as const;
    expect(
      await refusalOf(updateProfile(database.fork(), { actor, profile }, nobodyReached, NOW)),
    ).to.include({
      code: 'not_found',
      status: 404,
    });
  });
});
