import { expect } from 'chai';
import { demoAccounts, seedAdmin, seedDemo } from '../../../services/accounts/users/seed.ts';
import { roles } from '../../../shared/contract/accounts.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at, START } from '../support/clock.ts';
import { login } from './support/login.ts';
import { createPerson, ip } from './support/people.ts';
import { text } from './support/policy.ts';
import { subnetOf } from './support/subnet.ts';

const REGISTERED = `select * from accounts.outbox where name = 'user.registered'`;

const ADMIN = { cedula: '1010101010', password: 'clave-de-la-admin' };

describe('The first ADMIN', () => {
  const database = useDatabase('accounts');

  const seed = (now = START) => seedAdmin(database.fork(), ADMIN, now);
  const enter = (password: string) =>
    login(database.fork(), { ...ADMIN, password, remember: false, userAgent: '', ip }, START);

  it('is made from the configuration, and can log in', async () => {
    expect(await seed()).to.equal(true);

    expect((await enter(ADMIN.password)).user.role).to.equal('ADMIN');
  });

  it('gave no consent, so no registration is announced and no lookup follows', async () => {
    await seed();

    expect(await database.query('select * from accounts.consents')).to.deep.equal([]);
    expect(await database.query('select name from accounts.outbox')).to.deep.equal([
      { name: 'user.role_changed' },
    ]);
  });

  it('is made once, however often the service starts', async () => {
    await seed();
    const before = await database.query('select * from accounts.users');

    expect(await seed(at(60))).to.equal(false);
    expect(await database.query('select * from accounts.users')).to.deep.equal(before);
  });

  it('is made once by processes that start at the same moment, and none of them fails', async () => {
    const made = await Promise.all([seed(), seed(), seed()]);

    expect(made.filter(Boolean)).to.have.lengthOf(1);
    expect(await database.query('select * from accounts.users')).to.have.lengthOf(1);
  });

  it('does not replace a person who has the cédula already', async () => {
    const person = await createPerson(database.fork(), { cedula: ADMIN.cedula });

    expect(await seed()).to.equal(false);
    expect(await database.query('select id, role from accounts.users')).to.deep.equal([
      { id: person.id, role: 'USER' },
    ]);
  });
});

describe('The demo accounts', () => {
  const database = useDatabase('accounts');

  const people = () =>
    database.query<{ cedula: string; referrer: string | null }>(
      `select person.cedula, person.role, referrer.cedula as referrer from accounts.users person
       left join accounts.users referrer on referrer.id = person.referrer_id order by person.cedula`,
    );
  const expected = demoAccounts
    .map(({ cedula, role, referredBy = null }) => ({ cedula, role, referrer: referredBy }))
    .sort((a, b) => a.cedula.localeCompare(b.cedula));

  it('are made with their roles and their leader, and consent to the lookup', async () => {
    await seedDemo(database.fork(), { subnetOf, text }, START);

    expect(await people()).to.deep.equal(expected);
    expect(await database.query('select * from accounts.consents')).to.have.lengthOf(3 * demoAccounts.length);
    const announced = await database.query<{ cedula: string }>(
      `select payload ->> 'cedula' as cedula from accounts.outbox where name = 'user.registered' order by id`,
    );
    expect(announced.map(({ cedula }) => cedula)).to.deep.equal(demoAccounts.map(({ cedula }) => cedula));
  });

  it('have somebody of every role, and a leader whom a coordinator referred', () => {
    expect(demoAccounts.map(({ role }) => role)).to.include.members([...roles]);
    const leader = demoAccounts.find(({ role }) => role === 'LEADER');
    const above = demoAccounts.find(({ cedula }) => cedula === leader?.referredBy);
    expect(above?.role).to.equal('COORDINATOR');
  });

  it('can log in', async () => {
    await seedDemo(database.fork(), { subnetOf, text }, START);

    for (const { cedula, password, nombreCompleto } of demoAccounts) {
      const { user } = await login(
        database.fork(),
        { cedula, password, remember: false, userAgent: '', ip },
        START,
      );
      expect(user.nombreCompleto).to.equal(nombreCompleto);
    }
  });

  it('are made once, however often the service starts', async () => {
    await seedDemo(database.fork(), { subnetOf, text }, START);
    await seedDemo(database.fork(), { subnetOf, text }, at(60));

    expect(await people()).to.deep.equal(expected);
    expect(await database.query(REGISTERED)).to.have.lengthOf(demoAccounts.length);
  });

  it('are made once by processes that start at the same moment, and none of them fails', async () => {
    await Promise.all([1, 2, 3].map(() => seedDemo(database.fork(), { subnetOf, text }, START)));

    expect(await people()).to.deep.equal(expected);
    expect(await database.query(REGISTERED)).to.have.lengthOf(demoAccounts.length);
  });

  it('are completed when some are missing', async () => {
    const [first] = demoAccounts;
    if (first === undefined) throw new Error('there are demo accounts');
    const { cedula, role } = first;
    await createPerson(database.fork(), { cedula, role });

    await seedDemo(database.fork(), { subnetOf, text }, START);

    expect(await people()).to.deep.equal(expected);
  });
});
