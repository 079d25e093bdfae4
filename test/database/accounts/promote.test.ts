import { expect } from 'chai';
import { changeRole } from '../../../services/accounts/administration/change-role.ts';
import { promote } from '../../../services/accounts/administration/without-actor.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import type { Role } from '../../../shared/contract/accounts.ts';
import { refusalOf, settle } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { actorOf, createPerson, ip } from './support/people.ts';

const NOW = at(1_000);
const REASON = 'Cambio de equipo';

describe('A role from the command line', () => {
  const database = useDatabase('accounts');
  let admin: UserRow;

  beforeEach(async () => {
    admin = await createPerson(database.fork(), { role: 'ADMIN' });
  });

  const give = ({ cedula }: UserRow, role: Role) =>
    promote(database.fork(), { cedula, role, reason: REASON }, NOW);
  const admins = async (): Promise<number> =>
    (await database.query(`select 1 from accounts.users where role = 'ADMIN'`)).length;

  it('is given to whoever has the cédula, and taken again while another administers', async () => {
    const person = await createPerson(database.fork());

    expect(await give(person, 'ADMIN')).to.include({ id: person.id, role: 'ADMIN' });
    expect(await give(admin, 'USER')).to.include({ id: admin.id, role: 'USER' });
  });

  it('is not taken from the only one who administers, in words that say what to do, without a trace', async () => {
    await createPerson(database.fork(), { role: 'LEADER' });

    const { code, status, message } = await refusalOf(give(admin, 'LEADER'));

    expect([code, status]).to.deep.equal(['last_admin', 409]);
    expect(message).to.include('otra persona').and.not.include(admin.cedula);
    expect(await admins()).to.equal(1);
    expect(await database.query('select 1 from accounts.audit')).to.deep.equal([]);
  });

  it('is taken from one of two ADMINs only, also when both lose theirs at the same moment', async () => {
    const other = await createPerson(database.fork(), { role: 'ADMIN' });

    const { kept, refused } = await settle([give(admin, 'USER'), give(other, 'USER')]);

    expect([kept.length, refused.length, await admins()]).to.deep.equal([1, 1, 1]);
    expect(refused[0]).to.include({ code: 'last_admin' });
  });

  it('leaves somebody who administers, also against a change in the portal at the same moment', async () => {
    const other = await createPerson(database.fork(), { role: 'ADMIN' });
    const change = { actor: actorOf(admin), userId: other.id, role: 'USER', reason: REASON, ip } as const;

    const { refused } = await settle([changeRole(database.fork(), change, NOW), give(admin, 'USER')]);

    expect([refused.length, await admins()]).to.deep.equal([1, 1]);
  });
});
