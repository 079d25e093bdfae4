import { expect } from 'chai';
import { keepSessions } from '../../../../services/gateway/known/sessions.ts';
import { tokenHash } from '../../../../shared/identity/token-hash.ts';
import type { Call } from '../../../../shared/moleculer/call.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

const LOOK = { isUse: false, isAnew: false };
const USE = { isUse: true, isAnew: false };
const WRITE = { isUse: true, isAnew: true };

const setUp = () => {
  const clock = createFakeClock();
  const asked: boolean[] = [];
  const state = { role: 'LEADER' as string | null, isHeard: true, meanwhile: () => {} };
  const call = (async (_name: string, { isUse }: { isUse: boolean }) => {
    asked.push(isUse);
    const { role } = state;
    state.meanwhile();
    return role === null ? null : { user: { id: 'rosa', role }, passport: 'one' };
  }) as unknown as Call;
  const sessions = keepSessions({ call, isHeard: () => state.isHeard, clock });
  const role = async (asks = USE) => (await sessions.read('a token', asks))?.user.role ?? null;
  return { clock, asked, state, sessions, role };
};

describe('whose session it is', () => {
  it('is kept for 5 seconds, with how old it is', async () => {
    const { clock, asked, state, sessions, role } = setUp();
    await role();
    state.role = 'USER';
    await clock.pass(5_000);
    expect(await sessions.read('a token', USE)).to.deep.include({ ageMs: 5_000 });
    expect(await role()).to.equal('LEADER');
    await clock.pass(1);
    expect(await role()).to.equal('USER');
    expect(asked).to.have.lengthOf(2);
  });

  it('is asked anew at once when it is over, by its token or its person', async () => {
    for (const whose of [{ tokenHash: tokenHash('a token') }, { userId: 'rosa' }]) {
      const { state, sessions, role } = setUp();
      await role();
      state.role = null;
      sessions.changed(whose);
      expect(await role()).to.equal(null);
    }
  });

  it('stays kept when that of somebody else is over', async () => {
    const { asked, sessions, role } = setUp();
    await role();
    sessions.changed({ userId: 'luz' });
    sessions.changed({ tokenHash: tokenHash('another') });
    await role();
    expect(asked).to.have.lengthOf(1);
  });

  it('is asked anew by what changes something, and after it', async () => {
    const { asked, state, sessions, role } = setUp();
    await role();
    state.role = 'USER';
    expect(await role(WRITE)).to.equal('USER');
    sessions.forget('a token');
    state.role = 'LEADER';
    expect(await role()).to.equal('LEADER');
    expect(asked).to.have.lengthOf(3);
  });

  it('is not kept when word came while it was asked: the answer may be of before', async () => {
    const { state, sessions, role } = setUp();
    state.meanwhile = () => sessions.changed({ userId: 'rosa' });
    await role();
    state.meanwhile = () => {};
    state.role = null;
    expect(await role()).to.equal(null);
  });

  it('is asked each time while no word can come', async () => {
    const { asked, state, role } = setUp();
    await role();
    state.isHeard = false;
    await role();
    await role();
    expect(asked).to.have.lengthOf(3);
  });

  it('is asked for a use when it was only looked at, so that the use is noted', async () => {
    const { asked, role } = setUp();
    await role(LOOK);
    await role(LOOK);
    await role(USE);
    await role(LOOK);
    expect(asked).to.deep.equal([false, true]);
  });

  it('is asked each time of who steers, or sees what is others’ by their office', async () => {
    for (const office of ['COORDINATOR', 'OPERATOR', 'ADMIN']) {
      const { asked, state, role } = setUp();
      state.role = office;
      await role();
      await role();
      expect(asked, office).to.have.lengthOf(2);
    }
  });

  it('is never kept when there is none', async () => {
    const { asked, state, role } = setUp();
    state.role = null;
    await role();
    await role();
    expect(asked).to.have.lengthOf(2);
  });

  describe('that a stream is opened with', () => {
    const opening = (held: object[]) => {
      const asked: string[] = [];
      const call = (async (name: string) => {
        asked.push(name);
        if (name === 'accounts.openSessions') return held;
        return { user: { id: 'rosa', role: 'LEADER' }, passport: 'one', mustEnrol: true };
      }) as unknown as Call;
      return { asked, sessions: keepSessions({ call, isHeard: () => true, clock: createFakeClock() }) };
    };
    const one = { tokenHash: tokenHash('a token'), userId: 'luz', role: 'USER', mustEnrol: false };

    it('is asked of accounts by its hash, and nobody holds one that is not open', async () => {
      const { asked, sessions } = opening([one]);
      expect(await sessions.holder('a token')).to.deep.equal({ id: 'luz', role: 'USER', mustEnrol: false });
      expect(await sessions.holder('another')).to.equal(null);
      expect(asked).to.deep.equal(['accounts.openSessions', 'accounts.openSessions']);
    });

    it('is not asked about where a page was shown a moment ago, until word comes', async () => {
      const { asked, sessions } = opening([one]);
      await sessions.read('a token', USE);
      expect(await sessions.holder('a token')).to.deep.equal({ id: 'rosa', role: 'LEADER', mustEnrol: true });
      sessions.changed({ userId: 'rosa' });
      expect(await sessions.holder('a token')).to.include({ id: 'luz' });
      expect(asked).to.deep.equal(['accounts.session', 'accounts.openSessions']);
    });

    it('is read by itself where an accounts of the version before does not say whose it is', async () => {
      const { sessions } = opening([{ tokenHash: tokenHash('a token'), role: 'LEADER' }]);
      expect(await sessions.holder('a token')).to.deep.equal({ id: 'rosa', role: 'LEADER', mustEnrol: true });
    });
  });
});
