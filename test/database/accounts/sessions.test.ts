import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { listSessions } from '../../../services/accounts/sessions/own-sessions.ts';
import { closeSession, openSession, purgeSessions } from '../../../services/accounts/sessions/sessions.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at, DAY_S, HOUR_S, START } from '../support/clock.ts';
import { userOfSession } from './support/open-sessions.ts';
import { createPerson, ip } from './support/people.ts';

describe('Sessions', () => {
  const database = useDatabase('accounts');

  const open = async ({ persistent = false, now = START, userId = '' } = {}) =>
    openSession(
      database.fork(),
      userId || (await createPerson(database.fork())).id,
      { persistent, ip, userAgent: '' },
      now,
    );
  const userIdOf = async (token: string, now = START) =>
    (await userOfSession(database.fork(), token, now))?.id ?? null;
  const count = async () => (await database.query('select 1 from accounts.sessions')).length;

  for (const [who, role, idleS] of [
    ['somebody who sees what is others’', 'COORDINATOR', 30 * 60],
    ['somebody who administers', 'ADMIN', 30 * 60],
    ['everybody else', 'LEADER', 7 * DAY_S],
  ] as const) {
    it(`of ${who} are over when nobody has used them for ${idleS / 60} minutes`, async () => {
      const { id } = await createPerson(database.fork(), { role });
      const used = async () => (await open({ userId: id, persistent: true })).token;
      expect(await userIdOf(await used(), at(idleS)), 'used').to.equal(id);
      expect(await userIdOf(await used(), at(idleS + 1)), 'left alone').to.equal(null);
    });
  }

  it('go on for as long as they are used, which is noted once a minute', async () => {
    const { id } = await createPerson(database.fork(), { role: 'ADMIN' });
    const { token } = await open({ userId: id });
    const lastUsed = async () =>
      (await database.query<{ at: Date }>('select last_used_at as at from accounts.sessions'))[0]?.at;
    for (const minute of [20, 40, 60, 80]) expect(await userIdOf(token, at(minute * 60))).to.equal(id);
    expect(await lastUsed()).to.deep.equal(at(80 * 60));
    await userIdOf(token, at(80 * 60 + 59));
    expect(await lastUsed()).to.deep.equal(at(80 * 60));
  });

  for (const [role, idleS] of [
    ['ADMIN', 30 * 60],
    ['LEADER', 7 * DAY_S],
  ] as const) {
    it(`of a person who is ${role} are listed for as long as they open something`, async () => {
      const { id } = await createPerson(database.fork(), { role });
      await open({ userId: id, persistent: true });
      const { token } = await open({ userId: id, persistent: true, now: at(60) });
      const listed = async (now: Date) => {
        const terms = { staffIdleMs: 30 * 60_000 };
        return (await listSessions(database.fork(), terms, { actor: { id, role }, token }, now)).map(
          ({ isCurrent }) => isCurrent,
        );
      };
      expect(await listed(at(idleS))).to.deep.equal([true, false]);
      expect(await listed(at(idleS + 1)), 'the other is over').to.deep.equal([true]);
    });
  }

  it('are not kept by what looks without anybody there: a page left open, its stream', async () => {
    const { id } = await createPerson(database.fork(), { role: 'ADMIN' });
    const { token } = await open({ userId: id });
    for (const minute of [10, 20, 30])
      expect((await userOfSession(database.fork(), token, at(minute * 60), false))?.id).to.equal(id);
    expect(await userOfSession(database.fork(), token, at(31 * 60), false)).to.equal(null);
  });

  it('are stored by the hash of their token, never the token itself', async () => {
    const { token } = await open();

    const [row] = await database.query<{ token_hash: string }>('select * from accounts.sessions');
    expect(row?.token_hash).to.equal(createHash('sha256').update(token).digest('hex'));
    expect(JSON.stringify(row)).not.to.include(token);
  });

  it('are not opened by a stored hash or an invented token', async () => {
    const { token } = await open();
    const [row] = await database.query<{ token_hash: string }>('select * from accounts.sessions');

    expect(await userIdOf(row?.token_hash ?? '')).to.equal(null);
    expect(await userIdOf(`${token}x`)).to.equal(null);
    expect(await userIdOf('')).to.equal(null);
  });

  it('have a token of at least 256 bits that is new each time', async () => {
    const tokens = [await open(), await open()].map(({ token }) => token);

    expect(new Set(tokens)).to.have.lengthOf(2);
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).to.have.lengthOf(32);
  });

  for (const [name, persistent, lifeS] of [
    ['that are remembered last 14 days', true, 14 * DAY_S],
    ['of one visit last 12 hours', false, 12 * HOUR_S],
  ] as const) {
    it(name, async () => {
      const { token, expiresAt, persistent: told } = await open({ persistent });

      expect(expiresAt).to.equal(at(lifeS).toISOString());
      expect(told).to.equal(persistent);
      await database.query('update accounts.sessions set last_used_at = $1', [at(lifeS - HOUR_S)]);
      expect(await userIdOf(token, at(lifeS - 0.001)), 'before').to.be.a('string');
      expect(await userIdOf(token, at(lifeS)), 'after').to.equal(null);
    });
  }

  it('that are over are purged, and no others', async () => {
    const old = await open();
    await open({ now: at(1) });
    const remembered = await open({ persistent: true });

    expect(await purgeSessions(database.fork(), at(12 * HOUR_S))).to.equal(1);

    expect(await count()).to.equal(2);
    expect(await userIdOf(old.token)).to.equal(null);
    expect(await userIdOf(remembered.token)).to.be.a('string');
    expect(await purgeSessions(database.fork(), at(12 * HOUR_S))).to.equal(0);
  });

  it('end with a logout, on that device only', async () => {
    const { id } = await createPerson(database.fork());
    const [here, there] = [await open({ userId: id }), await open({ userId: id })];

    await closeSession(database.fork(), here.token);

    expect(await userIdOf(here.token)).to.equal(null);
    expect(await userIdOf(there.token)).to.equal(id);
  });
});
