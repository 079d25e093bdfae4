import { expect } from 'chai';
import { readUser } from '../../../services/accounts/administration/users.ts';
import { decideClaim } from '../../../services/accounts/claims/decide-claim.ts';
import { openClaim } from '../../../services/accounts/claims/open-claim.ts';
import { listRecoveries } from '../../../services/accounts/claims/open-recoveries.ts';
import { readOwnSummary, takeOwnAccount } from '../../../services/accounts/own-data/account.ts';
import { listOwnTrail } from '../../../services/accounts/own-data/trail.ts';
import { listOwnVisits } from '../../../services/accounts/own-data/visits.ts';
import { followLink } from '../../../services/accounts/recovery/links.ts';
import { purgeDecided } from '../../../services/accounts/recovery/purge-decided.ts';
import { askRecovery } from '../../../services/accounts/recovery/requests.ts';
import { askAboutData, listOwnRequests } from '../../../services/accounts/requests/own.ts';
import { UserEntity, type UserRow } from '../../../services/accounts/store/entities.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { login } from './support/login.ts';
import { messengerSettings as messenger } from './support/messenger.ts';
import { userOfSession } from './support/open-sessions.ts';
import { actorOf, ana, createPerson, ip, registrationOf } from './support/people.ts';
import { anyText } from './support/policy.ts';
import { register } from './support/register.ts';
import { subnetOf } from './support/subnet.ts';

const NOW = at(1_000);
const PASSWORD = 'tulipan mesa nube tren';
const DAY = 24 * 3_600;
/** When a claim may be granted that came now. */
const AFTER = at(1_000 + 3 * DAY);
const reason = 'Mostró su cédula';
const claimed = {
  nombreCompleto: 'Eva Verdadera',
  phone: '+573019998877',
  contact: 'Al celular, en la tarde',
  evidence: 'La cédula en persona',
};

describe('A cédula that somebody else registered', () => {
  const database = useDatabase('accounts');
  let admin: UserRow;
  beforeEach(async () => {
    admin = await createPerson(database.fork(), { role: 'ADMIN' });
  });

  const claim = (cedula: string = ana.cedula, given: { evidence?: string; ip?: string } = {}, now = NOW) =>
    openClaim(database.fork(), { messenger, subnetOf }, { ...claimed, cedula, ip, ...given }, now);
  const list = (now = NOW) => listRecoveries(database.fork(), { actor: actorOf(admin), ip }, now);
  const decide = async (granted: boolean, by = admin, now = AFTER) => {
    const { claims } = await list();
    const decision = { claimId: claims[0]?.id ?? crypto.randomUUID(), granted, reason, ip };
    return decideClaim(database.fork(), messenger, { actor: actorOf(by), ...decision }, now);
  };
  const messages = () =>
    database.query<{ kind: string; phone: string; user_id: string | null }>(
      'select kind, phone, user_id from accounts.messages order by created_at, kind desc',
    );
  const logIn = (password: string) =>
    login(database.fork(), { cedula: ana.cedula, password, remember: false, ip, userAgent: '' }, NOW);

  it('is claimed, and who has it is told', async () => {
    const { user } = await register(database.fork(), registrationOf(), NOW);
    await claim();
    const { claims } = await list();
    expect(claims).to.have.lengthOf(1);
    expect(claims[0]).to.deep.include({
      ...claimed,
      cedula: user.cedula,
      holder: { id: user.id, nombreCompleto: ana.nombreCompleto },
    });
    expect(await messages()).to.deep.equal([{ kind: 'claim_opened', phone: ana.phone, user_id: user.id }]);
  });

  it('is claimed once, however often the same is sent, also at once; one that nobody has, never', async () => {
    const { user } = await register(database.fork(), registrationOf(), NOW);
    await Promise.all(Array.from({ length: 10 }, () => claim()));
    await claim('1999999999');
    expect((await list()).claims).to.have.lengthOf(1);
    const opened = `select subject_ids from accounts.audit where action = 'claim.open'`;
    expect(await database.query(opened)).to.deep.equal([{ subject_ids: [user.id] }]);
  });

  it('is claimed by its owner however much junk waits: that gives its place, the oldest of its own block first', async () => {
    await register(database.fork(), registrationOf(), NOW);
    await claim();
    for (let n = 0; n < 5; n += 1)
      await claim(ana.cedula, { evidence: `Insisto ${n}`, ip: '198.51.100.9' }, at(1_100 + n));
    const evidence = async () => (await list()).claims.map((one) => one.evidence);
    expect(await evidence()).to.have.members([claimed.evidence, 'Insisto 2', 'Insisto 3', 'Insisto 4']);
    for (let n = 0; n < 20; n += 1)
      await claim(ana.cedula, { evidence: `Lleno ${n}`, ip: `203.0.${n}.9` }, at(2_000 + n));
    await claim(ana.cedula, { evidence: 'La dueña, otra vez', ip: '192.0.3.9' }, at(3_000));
    expect(await evidence())
      .to.have.lengthOf(12)
      .and.to.include('La dueña, otra vez');
  });

  it('tells how many wait besides those that the page has', async () => {
    const people: UserRow[] = [];
    for (let n = 0; n < 52; n += 1) people.push(await createPerson(database.fork()));
    for (const { cedula } of people) await claim(cedula);
    const { claims, more } = await list();
    expect([claims.length, more]).to.deep.equal([50, { requests: 0, claims: 2 }]);
  });

  it('is given to nobody for three days where somebody uses the account, who sees that it is claimed', async () => {
    const { user } = await register(database.fork(), registrationOf(), NOW);
    await claim();
    const soon = at(1_000 + 3 * DAY - 1);
    expect(await refusalOf(decide(true, admin, soon))).to.include({ code: 'claim_waits', status: 409 });
    expect((await list(soon)).claims[0]?.waitsUntil).to.equal(AFTER.toISOString());
    expect((await list(AFTER)).claims[0]?.waitsUntil).to.equal(null);
    const own = await readOwnSummary(database.fork(), { actor: actorOf(user) }, NOW);
    expect(own.openClaims).to.deep.equal([NOW.toISOString()]);
    expect((await decide(true)).token).to.be.a('string');
  });

  it('is given at once where nobody has used the account for three months', async () => {
    await register(database.fork(), registrationOf(), NOW);
    const later = at(1_000 + 91 * DAY);
    await claim(ana.cedula, {}, later);
    expect((await decide(true, admin, later)).token).to.be.a('string');
  });

  it('takes two ADMINs where the account has a second factor, or is or was staff’s', async () => {
    const second = await createPerson(database.fork(), { role: 'ADMIN' });
    const { user } = await register(database.fork(), registrationOf(), NOW);
    for (const given of [
      { factorSince: NOW, role: 'USER' as const },
      { factorSince: null, role: 'OPERATOR' as const },
      { role: 'USER' as const, staffUntil: NOW },
    ]) {
      await database.fork().nativeUpdate(UserEntity, { id: user.id }, given);
      await claim();
      expect(await decide(true), 'the first').to.deep.equal({ token: null, userId: user.id });
      expect((await list(AFTER)).claims[0]).to.deep.include({ mayDecide: false });
      expect(await refusalOf(decide(true))).to.include({ code: 'own_request', status: 403 });
      expect((await decide(true, second)).token, 'the second').to.be.a('string');
    }
  });

  it('leaves nothing open behind that would give it back', async () => {
    const { user } = await register(database.fork(), registrationOf(), NOW);
    const leader = await createPerson(database.fork(), { role: 'LEADER' });
    await database.fork().nativeUpdate(UserEntity, { id: user.id }, { referrerId: leader.id });
    const asked = { actor: actorOf(leader), userId: user.id, reason, ip };
    await askRecovery(database.fork(), anyText, asked, NOW);
    await claim();
    await claim(ana.cedula, { evidence: 'Otra persona', ip: '198.51.100.9' }, at(2_000));
    await decide(true);
    expect(await list(AFTER)).to.deep.include({ claims: [], requests: [] });
  });

  it('shows the new holder nothing of what the former one did, from where, or was asked', async () => {
    const { user } = await register(database.fork(), registrationOf(), NOW);
    const actor = actorOf(user);
    const request = { kind: 'consulta', topic: 'otro', text: 'Mi pregunta de antes' } as const;
    await askAboutData(database.fork(), { actor, request, ip }, NOW);
    await readUser(database.fork(), { actor: actorOf(admin), userId: user.id, ip }, NOW);
    await claim();
    await decide(true);
    const after = at(2_000 + 3 * DAY);
    const { items } = await listOwnTrail(database.fork(), { actor, limit: 100 });
    const visits = await listOwnVisits(database.fork(), { actor, limit: 100 });
    const taken = await takeOwnAccount(database.fork(), { actor, format: 'json', ip: '203.0.113.77' }, after);
    const requests = await listOwnRequests(database.fork(), { actor }, after);
    const shown = JSON.stringify({ items, visits, taken, requests });
    expect(shown).not.to.include(ip).and.not.to.include('Mi pregunta').and.not.to.include('user.read');
    expect(items.map(({ action }) => action)).to.include('claim.grant');
    expect(taken).to.deep.include({ consents: [], sessions: [] });
  });

  it('asks the new holder also where the former one had allowed nothing', async () => {
    const person = await createPerson(database.fork());
    await claim(person.cedula);
    await decide(true);
    const row = await database.fork().findOneOrFail(UserEntity, { id: person.id });
    expect(row.askedAgain).to.equal(true);
  });

  it('changes hands: nothing of who had it opens it, the history stays, and both are told', async () => {
    const { user, session } = await register(database.fork(), registrationOf(), NOW);
    const referred = await createPerson(database.fork(), { referrerId: user.id });
    await database.fork().nativeUpdate(UserEntity, { id: user.id }, { factorSince: NOW, role: 'LEADER' });
    await claim();
    await decide(true, await createPerson(database.fork(), { role: 'ADMIN' }));
    const { token } = await decide(true);

    expect(await userOfSession(database.fork(), session.token, NOW)).to.equal(null);
    expect(await refusalOf(logIn(ana.password))).to.include({ code: 'wrong_credentials' });
    const row = await database.fork().findOneOrFail(UserEntity, { id: user.id });
    expect(row).to.include({
      ...{ nombreCompleto: claimed.nombreCompleto, phone: claimed.phone, role: 'USER', factorSince: null },
      ...{ cedula: ana.cedula, referralCode: user.referralCode },
    });
    expect(
      await database.query('select 1 from accounts.devices where user_id = $1', [user.id]),
    ).to.have.lengthOf(0);
    const decisions = await database.query<{ withdrawn: boolean; outdated: boolean }>(
      'select withdrawn_at is not null as withdrawn, outdated from accounts.consents where user_id = $1',
      [user.id],
    );
    expect(decisions, 'what the former holder allowed is asked anew').to.have.lengthOf(3);
    for (const one of decisions) expect(one).to.deep.equal({ withdrawn: true, outdated: true });
    expect(row.askedAgain).to.equal(true);
    const kept = await database.fork().findOneOrFail(UserEntity, { id: referred.id });
    expect(kept.referrerId).to.equal(user.id);

    await followLink(database.fork(), messenger, { token: token ?? '', password: PASSWORD, ip }, AFTER);
    expect((await logIn(PASSWORD)).user).to.include({ id: user.id, nombreCompleto: claimed.nombreCompleto });
    const told = (await messages()).map(({ kind, phone }) => [kind, phone]);
    expect(told).to.have.deep.members([
      ['claim_opened', ana.phone],
      ['claim_decided', ana.phone],
      ['account_recovered', claimed.phone],
    ]);
    const trail = await database.query<{ action: string }>(
      `select action from accounts.audit where subject_ids @> array[$1]::uuid[] and actor_id = $2 order by id`,
      [user.id, admin.id],
    );
    expect(trail.map(({ action }) => action)).to.include.members([
      'claim.grant',
      'user.role',
      'recovery.link',
    ]);
  });

  it('stays with who has it when the claim is refused, once', async () => {
    const { session } = await register(database.fork(), registrationOf(), NOW);
    await claim();
    expect(await decide(false)).to.include({ token: null });
    expect(await userOfSession(database.fork(), session.token, NOW)).not.to.equal(null);
    expect(await refusalOf(decide(false))).to.include({ code: 'claim_over', status: 409 });
    expect((await list()).claims).to.deep.equal([]);
  });

  it('leaves what people wrote of themselves for half a year after the decision, and no longer', async () => {
    await register(database.fork(), registrationOf(), NOW);
    await claim();
    expect(await purgeDecided(database.fork(), at(1_000 + 400 * DAY)), 'an open one stays').to.equal(0);
    await decide(false, admin, NOW);
    expect(await purgeDecided(database.fork(), at(1_000 + 180 * DAY - 1))).to.equal(0);
    expect(await purgeDecided(database.fork(), at(1_000 + 180 * DAY))).to.equal(1);
  });

  it('is decided by no ADMIN who has it, nor by who does not administer', async () => {
    const holder = await createPerson(database.fork(), { role: 'ADMIN', cedula: ana.cedula });
    await claim();
    expect(await refusalOf(decide(true, holder))).to.include({ code: 'own_account', status: 403 });
    const leader = await createPerson(database.fork(), { role: 'LEADER' });
    expect(await refusalOf(decide(true, leader))).to.include({ code: 'forbidden' });
  });
});
