import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { listUsers, readUser } from '../../../services/accounts/administration/users.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import type { NewUser } from '../../../services/accounts/users/new-user.ts';
import { roles } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { actorOf, createPerson, ip, origin } from './support/people.ts';

const NOW = at(1_000);

describe('Everybody, for an ADMIN,', () => {
  const database = useDatabase('accounts');
  let admin: UserRow;

  beforeEach(async () => {
    admin = await createPerson(database.fork(), { role: 'ADMIN', nombreCompleto: 'Adela Manda' });
  });

  const person = (given: Partial<NewUser> = {}, seconds = 1) =>
    createPerson(database.fork(), given, at(seconds));
  const list = (given: Partial<ActionParams<'accounts.users'>> = {}) =>
    listUsers(database.fork(), { actor: actorOf(admin), q: '', limit: 25, ip, ...given }, NOW);
  const namesFor = async (given: Partial<ActionParams<'accounts.users'>>) =>
    (await list(given)).items.map(({ nombreCompleto }) => nombreCompleto);
  const trail = () =>
    database.query('select actor_id, action, subject_ids, ip from accounts.trail order by id');

  it('is listed newest first, whoever referred them', async () => {
    const first = await person({ nombreCompleto: 'Primera' }, 10);
    await person({ nombreCompleto: 'Segunda', referrerId: first.id }, 20);

    expect(await namesFor({})).to.deep.equal(['Segunda', 'Primera', 'Adela Manda']);
  });

  it('comes in pages that miss and repeat nobody, also those of the same moment', async () => {
    const people = [admin];
    for (let count = 0; count < 7; count += 1) people.push(await person({}, Math.floor(count / 3)));
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < 5 && cursor !== 'none'; pages += 1) {
      const page = await list({ limit: 3, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next ?? 'none';
    }

    expect(cursor).to.equal('none');
    expect(seen).to.have.lengthOf(8);
    expect(seen).to.have.members(people.map(({ id }) => id));
  });

  it('is narrowed to one role', async () => {
    await person({ role: 'LEADER', nombreCompleto: 'Lidia Líder' });
    await person({ nombreCompleto: 'Paula Persona' });

    expect(await namesFor({ role: 'LEADER' })).to.deep.equal(['Lidia Líder']);
  });

  for (const [what, q, found] of [
    ['a part of the name, in any case', 'IDIA', ['Lidia Ñáñez']],
    ['a name without its accents', 'lidia nanez', ['Lidia Ñáñez']],
    [
      'a name with its accents, however the keyboard composes them',
      'Ñáñez'.normalize('NFD'),
      ['Lidia Ñáñez'],
    ],
    ['the start of a cédula, with dots', '1.234', ['Lidia Ñáñez']],
    ['the start of a phone', '31299', ['Pedro Otro']],
    ['what is in no name: %', '%', []],
    ['what is in no name: a zero byte', 'a\0', []],
  ] as const) {
    it(`is searched by ${what}`, async () => {
      await person({ nombreCompleto: 'Lidia Ñáñez', cedula: '1234567890', phone: '3001112233' });
      await person({ nombreCompleto: 'Pedro Otro', cedula: '9876543', phone: '3129998877' });

      expect(await namesFor({ q })).to.deep.equal(found);
    });
  }

  it('is read one by one, with who referred them and how many they referred', async () => {
    const leader = await person({ nombreCompleto: 'Lidia Líder', role: 'LEADER' });
    const referred = await person({ referrerId: leader.id });
    await person({ referrerId: referred.id });

    const read = await readUser(database.fork(), { actor: actorOf(admin), userId: referred.id, ip }, NOW);
    expect(read.user).to.include({ id: referred.id, cedula: referred.cedula });
    expect(read.referrer).to.deep.equal({ id: leader.id, nombreCompleto: 'Lidia Líder' });
    expect(read.referrals).to.equal(1);
  });

  it('is not read without a trace: who was listed, and who was read', async () => {
    const { id } = await person({ nombreCompleto: 'Paula' });
    await list({ q: 'paula' });
    await list({ q: 'nadie con este nombre' });
    await readUser(database.fork(), { actor: actorOf(admin), userId: id, ip }, NOW);

    const entry = { actor_id: admin.id, subject_ids: [id], ip: origin.ip };
    expect(await trail()).to.deep.equal([
      { ...entry, action: 'users.list' },
      { ...entry, action: 'user.read' },
    ]);
  });

  it('does not include whom nobody registered: 404, and no trace', async () => {
    const missing = readUser(database.fork(), { actor: actorOf(admin), userId: randomUUID(), ip }, NOW);
    expect(await refusalOf(missing)).to.include({ code: 'not_found', status: 404 });
    expect(await trail()).to.deep.equal([]);
  });

  for (const role of roles.filter((one) => one !== 'ADMIN')) {
    it(`is nothing for a ${role}: 403, the same for who is there and who is not, and no trace`, async () => {
      const actor = actorOf(await person({ role }));
      const { id } = await person({ referrerId: actor.id });
      const refusals = [
        await refusalOf(list({ actor })),
        await refusalOf(readUser(database.fork(), { actor, userId: id, ip }, NOW)),
        await refusalOf(readUser(database.fork(), { actor, userId: randomUUID(), ip }, NOW)),
      ];

      expect(refusals[0]).to.include({ code: 'forbidden', status: 403 });
      for (const refusal of refusals) expect(refusal).to.deep.equal(refusals[0]);
      expect(await trail()).to.deep.equal([]);
    });
  }
});
