import { expect } from 'chai';
import { decideClaim } from '../../../services/accounts/claims/decide-claim.ts';
import { openClaim } from '../../../services/accounts/claims/open-claim.ts';
import { listRecoveries } from '../../../services/accounts/claims/open-recoveries.ts';
import { followLink } from '../../../services/accounts/recovery/links.ts';
import { purgeDecided } from '../../../services/accounts/recovery/purge-decided.ts';
import { UserEntity, type UserRow } from '../../../services/accounts/store/entities.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { login } from './support/login.ts';
import { messengerSettings as messenger } from './support/messenger.ts';
import { userOfSession } from './support/open-sessions.ts';
import { actorOf, ana, createPerson, ip, registrationOf } from './support/people.ts';
import { register } from './support/register.ts';

const NOW = at(1_000);
const PASSWORD = 'tulipan mesa nube tren';
const DAY = 24 * 3_600;
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

  const claim = (cedula: string = ana.cedula) =>
    openClaim(database.fork(), messenger, { ...claimed, cedula, ip }, NOW);
  const list = () => listRecoveries(database.fork(), { actor: actorOf(admin), ip }, NOW);
  const decide = async (granted: boolean, by = admin) => {
    const { claims } = await list();
    const decision = { claimId: claims[0]?.id ?? crypto.randomUUID(), granted, reason, ip };
    return decideClaim(database.fork(), messenger, { actor: actorOf(by), ...decision }, NOW);
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

  it('is claimed three times at the most before somebody decides, also at once; one that nobody has, never', async () => {
    await register(database.fork(), registrationOf(), NOW);
    await Promise.all(Array.from({ length: 10 }, () => claim()));
    await claim('1999999999');
    expect((await list()).claims).to.have.lengthOf(3);
  });

  it('changes hands: nothing of who had it opens it, the history stays, and both are told', async () => {
    const { user, session } = await register(database.fork(), registrationOf(), NOW);
    const referred = await createPerson(database.fork(), { referrerId: user.id });
    await database.fork().nativeUpdate(UserEntity, { id: user.id }, { factorSince: NOW, role: 'LEADER' });
    await claim();
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

    await followLink(database.fork(), messenger, { token: token ?? '', password: PASSWORD, ip }, NOW);
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
    await decide(false);
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
