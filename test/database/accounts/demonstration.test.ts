import { expect } from 'chai';
import { fillDemonstration } from '../../../scripts/production/demonstration/demonstration.ts';
import { inventTeam } from '../../../scripts/production/demonstration/people.ts';
import { firstTeam, otherTeams } from '../../../scripts/production/demonstration/teams.ts';
import { demoAccounts, seedDemo } from '../../../services/accounts/users/seed.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at, START } from '../support/clock.ts';
import { text } from './support/policy.ts';
import { subnetOf } from './support/subnet.ts';

describe('The people of the demonstration', () => {
  const database = useDatabase('accounts');
  const fill = (now = START) => fillDemonstration(database.url, text, now);
  const number = async (sql: string): Promise<number> =>
    (await database.query<{ n: number }>(`select (${sql})::int as n`))[0]?.n ?? -1;

  beforeEach(async () => {
    await database.query(
      'truncate census.records, census.attempts, census.evidence, census.places, census.leaders, census.consents, census.canaries',
    );
    await seedDemo(database.fork(), { subnetOf, text }, START);
  });

  it('are 300 for the LEADER of the demo accounts, and 12 LEADERs with theirs for its COORDINATOR', async () => {
    const made = await fill();

    expect(made).to.equal(firstTeam.size + otherTeams.reduce((sum, { size }) => sum + size + 1, 0));
    const led = (cedula: string | undefined, role: string) =>
      number(`select count(*) from accounts.users where role = '${role}' and referrer_id =
        (select id from accounts.users where cedula = '${cedula}')`);
    const [leader, coordinator] = ['LEADER', 'COORDINATOR'].map((role) =>
      demoAccounts.find((account) => account.role === role),
    );
    expect(await led(leader?.cedula, 'USER')).to.equal(300);
    expect(await led(coordinator?.cedula, 'LEADER')).to.equal(12);
    expect(await number('select count(*) from census.leaders where leads')).to.equal(otherTeams.length);
  });

  it('have answers of all kinds, some wait, and they came over weeks', async () => {
    await fill();

    const statuses = await database.query<{ status: string }>('select distinct status from census.records');
    expect(statuses.map(({ status }) => status)).to.have.members([
      ...['PENDING', 'ACTIVE', 'NOT_FOUND', 'CANCELLED_DECEASED', 'CANCELLED_OTHER'],
      ...['ERROR', 'TIMEOUT', 'BLOCKED'],
    ]);
    expect(await number(`select count(*) from census.records where status = 'PENDING'`)).to.be.within(10, 40);
    expect(await number('select count(*) from accounts.users where not shared')).to.be.greaterThan(5);
    expect(
      await number(`select count(distinct date_trunc('week', created_at)) from accounts.users`),
    ).to.be.greaterThan(9);
    expect(
      await number(`select count(*) from accounts.users where created_at > '${START.toISOString()}'`),
    ).to.equal(0);
  });

  it('are known to accounts and the census as one and the same', async () => {
    await fill();

    const apart = await database.query(
      `select users.id from accounts.users left join census.records on user_id = users.id
       where users.cedula like '19%' and (
         (census_status, census_version) is distinct from (status, coalesce(version, 0))
         or (user_id is not null and case when shared then users.referrer_id end is distinct from records.referrer_id)
         or (user_id is null) = exists (select 1 from accounts.consents where consents.user_id = users.id
           and purpose = 'lookup')
         or shared <> exists (select 1 from accounts.consents where consents.user_id = users.id
           and purpose = 'sharing'))`,
    );
    expect(apart).to.deep.equal([]);
    expect(await number('select count(*) from accounts.outbox')).to.equal(
      // What the demo accounts announced of themselves.
      demoAccounts.length + demoAccounts.filter(({ role }) => role !== 'USER').length,
    );
  });

  it('are shown by the census although the text, which asks for the sharing, is newer than they are', async () => {
    await fill(new Date());

    const since = new Date(Date.now() - 60_000);
    expect(
      await number(
        `select count(*) from census.records where not exists (select 1 from census.consents
         where consents.user_id = records.user_id and lookup and as_of > '${since.toISOString()}')`,
      ),
    ).to.equal(0);
  });

  it('are made once, also by two that start at the same moment, and whoever was erased stays so', async () => {
    const made = await Promise.all([fill(), fill()]);
    expect(made.filter((people) => people > 0)).to.have.lengthOf(1);
    await database.query(`delete from accounts.users where cedula like '1900%5' and role = 'USER'`);

    expect(await fill(at(60))).to.equal(0);
  });

  it('are nobody without the demo accounts', async () => {
    await database.query('truncate accounts.users cascade');

    expect(await fill()).to.equal(0);
  });

  it('are the same on every machine, with numbers that nobody has', () => {
    const team = () => inventTeam(0, firstTeam, START);
    expect(team()).to.deep.equal(team());
    const [first] = team();
    // A literal: whoever changes a list or the hash changes everybody.
    expect([first?.nombreCompleto, first?.cedula, first?.phone]).to.deep.equal([
      ...['Teresa Madroño Tángara', '1900000116', '+573990000116'],
    ]);
    for (const { cedula, phone } of team()) {
      expect(cedula).to.match(/^19\d{8}$/);
      expect(phone).to.match(/^\+57399\d{7}$/);
    }
    for (const told of ['id', 'cedula', 'phone', 'code'] as const)
      expect(new Set(team().map((person) => person[told])).size, told).to.equal(firstTeam.size);
  });
});
