import { expect } from 'chai';
import {
  purgeSubscriptions,
  readPush,
  subscribe,
  unsubscribe,
} from '../../../../services/accounts/push/subscriptions.ts';
import { readVapid } from '../../../../services/accounts/push/vapid.ts';
import { letIn } from '../../../../services/accounts/sessions/let-in.ts';
import { logOut } from '../../../../services/accounts/sessions/log-out.ts';
import { closeOtherSessions, closeOwnSession } from '../../../../services/accounts/sessions/own-sessions.ts';
import {
  closeSessionsOf,
  openSession,
  purgeSessions,
} from '../../../../services/accounts/sessions/sessions.ts';
import type { UserRow } from '../../../../services/accounts/store/entities.ts';
import type { PushSubscription } from '../../../../shared/contract/push.ts';
import { refusalOf } from '../../../support/failures.ts';
import { anotherAuth, playBrowser } from '../../../support/push/browser.ts';
import { pushSettings, vapid } from '../../../support/push/settings.ts';
import { useDatabase } from '../../../support/servers/postgres.ts';
import { at, DAY_S, HOUR_S, START } from '../../support/clock.ts';
import { actorOf, createPerson, ip } from '../support/people.ts';

const endpointOf = (name: string) => `https://fcm.googleapis.com/fcm/send/${name}`;

describe('Browsers that are told', () => {
  const database = useDatabase('accounts');
  const pushing = { settings: pushSettings(), vapid };
  let ana: UserRow;
  let token: string;
  const open = async (person: UserRow, now = START): Promise<string> =>
    (await openSession(database.fork(), person.id, { persistent: false, ip, userAgent: '' }, now)).token;
  beforeEach(async () => {
    ana = await createPerson(database.fork());
    token = await open(ana);
  });

  const on = (
    subscription: PushSubscription,
    { of: person = ana, by = token, now = START, means = pushing } = {},
  ) =>
    subscribe(
      database.fork(),
      means,
      { actor: actorOf(person), token: by, userAgent: 'Navegador', subscription },
      now,
    );
  const browser = (name: string) => playBrowser().subscription(endpointOf(name));
  const told = async (): Promise<string[]> =>
    (
      await database.query<{ name: string }>(
        `select substring("endpoint" from '[^/]+$') as name from accounts.push_subscriptions order by name`,
      )
    ).map(({ name }) => name);
  const state = (person = ana, by = token) =>
    readPush(database.fork(), pushing, { actor: actorOf(person), token: by });

  it('are shown to their person with the key that they subscribe with, and which is the one that asks', async () => {
    await on(browser('uno'));
    await on(browser('dos'), { by: await open(ana, at(1)), now: at(1) });
    const { key, devices } = await state();
    expect(key).to.equal(vapid.publicKey);
    expect(devices.map(({ id: _, ...device }) => device)).to.deep.equal([
      {
        ...{ userAgent: 'Navegador', service: 'fcm.googleapis.com', since: START.toISOString() },
        ...{ lastAt: null, isCurrent: true },
      },
      {
        ...{ userAgent: 'Navegador', service: 'fcm.googleapis.com', since: at(1).toISOString() },
        ...{ lastAt: null, isCurrent: false },
      },
    ]);
  });

  it('are one each, however often they say so', async () => {
    const one = browser('uno');
    for (let time = 0; time < 3; time += 1) await on(one, { now: at(time) });
    await Promise.all([on(one), on(one)]);
    expect(await told()).to.deep.equal(['uno']);
    expect((await state()).devices[0]?.since).to.equal(START.toISOString());
  });

  it('are six a person: the one that was not there for longest makes room, also when many come at once', async () => {
    for (let number = 1; number <= 7; number += 1) await on(browser(`b${number}`), { now: at(number) });
    expect(await told()).to.deep.equal(['b2', 'b3', 'b4', 'b5', 'b6', 'b7']);
    await Promise.all(Array.from({ length: 12 }, (_, number) => on(browser(`c${number}`), { now: at(100) })));
    expect(await told()).to.have.length(6);
  });

  it('are told for who has the browser now, and nothing that waited for who had it before', async () => {
    const shared = browser('prestado');
    await on(shared);
    await database.query(
      `insert into accounts.pushes (id, subscription_id, kind, state, created_at, expires_at, due_at)
       select gen_random_uuid(), id, 'answer', 'waiting', $1, $1, $1 from accounts.push_subscriptions`,
      [START],
    );
    const luis = await createPerson(database.fork());
    const his = await open(luis);
    await on(shared, { of: luis, by: his, now: at(5) });
    expect((await state()).devices).to.deep.equal([]);
    expect((await state(luis, his)).devices).to.have.length(1);
    expect(await database.query('select 1 from accounts.pushes')).to.deep.equal([]);
  });

  it('are nobody else’s who saw only the address', async () => {
    const hers = browser('de-ana');
    await on(hers);
    const luis = await createPerson(database.fork());
    const his = await open(luis);
    const stolen = [
      { ...hers, keys: playBrowser().subscription(hers.endpoint).keys },
      { ...hers, keys: { ...hers.keys, auth: anotherAuth() } },
    ];
    for (const one of stolen)
      expect((await refusalOf(on(one, { of: luis, by: his }))).code).to.equal('push_taken');
    expect((await state()).devices).to.have.length(1);
  });

  it('are none of a session that is another’s, or over', async () => {
    const luis = await createPerson(database.fork());
    for (const by of [await open(luis), 'no-es-una-sesion'])
      expect((await refusalOf(on(browser('x'), { by }))).code).to.equal('push_taken');
    expect(await told()).to.deep.equal([]);
  });

  it('are none where the operator wants none', async () => {
    const means = { ...pushing, settings: pushSettings({ PUSH_HOSTS: 'ninguno' }) };
    expect((await refusalOf(on(browser('x'), { means }))).code).to.equal('push_off');
    const nothing = await readPush(database.fork(), means, { actor: actorOf(ana), token });
    expect(nothing.key).to.equal(null);
  });

  it('are turned off by their person: one by its address or its row, or all; never another’s', async () => {
    const luis = await createPerson(database.fork());
    const his = await open(luis);
    await on(browser('suyo'), { of: luis, by: his });
    for (const name of ['a', 'b', 'c']) await on(browser(name));
    const theirs = (await state(luis, his)).devices[0]?.id ?? '';
    const off = (which: Parameters<typeof unsubscribe>[1]['which']) =>
      unsubscribe(database.fork(), { actor: actorOf(ana), which });
    await off({ endpoint: endpointOf('a') });
    await off({ endpoint: endpointOf('suyo') });
    await off({ id: theirs });
    expect(await told()).to.deep.equal(['b', 'c', 'suyo']);
    await off({ id: (await state()).devices[0]?.id ?? '' });
    expect(await told()).to.have.length(2);
    await off('all');
    expect(await told()).to.deep.equal(['suyo']);
  });

  describe('when their session ends', () => {
    const fork = () => database.fork();
    beforeEach(() => on(browser('aqui')));

    it('by logging out, are not told any more', async () => {
      await logOut(fork(), { token, ip }, at(1));
      expect(await told()).to.deep.equal([]);
    });

    it('from elsewhere, are not told any more', async () => {
      const [session] = await database.query<{ id: string }>('select id from accounts.sessions');
      await closeOwnSession(fork(), { actor: actorOf(ana), sessionId: session?.id ?? '', ip }, at(1));
      expect(await told()).to.deep.equal([]);
    });

    it('with all others, are not told any more, nor those whose session had ended before', async () => {
      await purgeSessions(fork(), at(13 * HOUR_S));
      const other = await open(ana, at(13 * HOUR_S));
      await on(browser('alla'), { by: other, now: at(13 * HOUR_S) });
      await closeOtherSessions(fork(), { actor: actorOf(ana), token: other, ip }, at(14 * HOUR_S));
      expect(await told()).to.deep.equal(['alla']);
    });

    it('by a new password, a suspension or a recovery, are not told any more', async () => {
      await closeSessionsOf(fork(), ana.id, undefined, at(1));
      expect(await told()).to.deep.equal([]);
    });

    it('by time alone, are told all the same: an answer may take longer', async () => {
      await purgeSessions(fork(), at(13 * HOUR_S));
      expect(await told()).to.deep.equal(['aqui']);
      await closeSessionsOf(fork(), ana.id, undefined, at(14 * HOUR_S));
      expect(await told()).to.deep.equal([]);
    });

    it('because their person comes in anew, go on with the new one; with another’s login they end', async () => {
      const again = await letIn(fork(), ana, { remember: false, ip, userAgent: '', replaces: token }, at(1));
      expect((await state(ana, again.session.token)).devices).to.have.length(1);
      expect((await state(ana, again.session.token)).devices[0]?.isCurrent).to.equal(true);
      const luis = await createPerson(fork());
      const replaces = again.session.token;
      await letIn(fork(), luis, { remember: false, ip, userAgent: '', replaces }, at(2));
      expect(await told()).to.deep.equal([]);
    });

    it('with the account, are gone with it', async () => {
      await database.query('delete from accounts.users where id = $1', [ana.id]);
      expect(await told()).to.deep.equal([]);
    });
  });

  it('are forgotten when nobody was there for half a year, or when they know another key than the portal’s', async () => {
    await on(browser('viejo'));
    await on(browser('nuevo'), { now: at(100 * DAY_S) });
    const other = { ...vapid, publicKey: 'otra' };
    await on(browser('otra'), { now: at(100 * DAY_S), means: { ...pushing, vapid: other } });
    await purgeSubscriptions(database.fork(), vapid, at(181 * DAY_S));
    expect(await told()).to.deep.equal(['nuevo']);
  });
});

describe('The key with which the portal shows who it is', () => {
  const database = useDatabase('accounts');

  it('is made at the first start, the same for all processes that start at once, and stays', async () => {
    const read = () => readVapid(database.fork(), pushSettings());
    const made = await Promise.all(Array.from({ length: 8 }, read));
    expect(new Set([...made, await read()].map(({ publicKey }) => publicKey)).size).to.equal(1);
    expect(Buffer.from(made[0]?.publicKey ?? '', 'base64url')).to.have.length(65);
    expect(await database.query('select name from accounts.secrets')).to.deep.equal([{ name: 'vapid' }]);
  });

  it('is the one that was given, and then none is kept', async () => {
    const given = await readVapid(database.fork(), pushSettings({ VAPID_KEY: vapid.privateKey }));
    expect(given).to.deep.equal(vapid);
    expect(await database.query('select name from accounts.secrets')).to.deep.equal([]);
  });
});
