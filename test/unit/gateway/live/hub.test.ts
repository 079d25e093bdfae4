import { expect } from 'chai';
import { MAX_WAITING_BYTES } from '../../../../services/gateway/live/stream.ts';
import { tokenHash } from '../../../../shared/identity/token-hash.ts';
import { personWith } from '../support/views.ts';
import { changeOf, createPortal, type Portal, type Reader } from './portal.ts';

const idsOf = (reader: Reader): (string | undefined)[] => reader.sent.map(({ id }) => id);
const eventsOf = (reader: Reader): string[] => reader.sent.map(({ event }) => event);
const lastIdOf = (reader: Reader): string => reader.sent.findLast(({ id }) => id !== undefined)?.id ?? '';

describe('The streams of a gateway', () => {
  let portal: Portal;
  const leader = personWith({ role: 'LEADER' });
  const referredBy = (id: string) => ({ referrerId: id });

  beforeEach(() => {
    portal = createPortal();
  });
  afterEach(() => portal.hub.close());

  const noted = () => portal.calls.filter(({ name }) => name === 'accounts.noteReads');

  it('begin with the own answer, and say that nobody knows what came before', async () => {
    const person = personWith();
    portal.versions.set(person.id, 4);
    const reader = portal.connect(person);
    await portal.pass(0);
    expect(eventsOf(reader)).to.deep.equal(['snapshot']);
    expect(reader.sent[0]?.data).to.include({ userId: person.id, stale: true });
    expect(reader.versionsOf(person.id)).to.deep.equal([4]);
  });

  it('bring the own change once, however often its event comes, and not what the snapshot had', async () => {
    const person = personWith();
    portal.versions.set(person.id, 4);
    const reader = portal.connect(person);
    await portal.hub.changed(changeOf(person.id, 4));
    await portal.pass(0);
    portal.versions.set(person.id, 5);
    for (let times = 0; times < 3; times += 1) await portal.hub.changed(changeOf(person.id, 5));
    await portal.pass(0);
    expect(reader.versionsOf(person.id)).to.deep.equal([4, 5]);
  });

  it('say of the own record what they say of others’, asked for once and not written down', async () => {
    const person = personWith();
    const reader = portal.connect(person);
    await portal.pass(0);
    await portal.hub.changed(changeOf(person.id, 2, { status: 'TIMEOUT' }));
    await portal.pass(0);
    expect(reader.sent[0]?.data.views).to.deep.equal([{ userId: person.id, version: 1, status: 'PENDING' }]);
    expect(reader.sent[1]?.data).to.deep.equal({ userId: person.id, version: 2, status: 'TIMEOUT' });
    expect(portal.calls.map(({ name }) => name)).to.deep.equal(['census.standings']);
  });

  it('tell the own answer while others’ cannot be written down, if it came before them', async () => {
    const reader = portal.connect(leader);
    await portal.pass(0);
    portal.trouble = new Error('accounts is away');
    await portal.hub.changed(changeOf(leader.id, 2));
    await portal.hub.changed(changeOf('someone', 1, referredBy(leader.id)));
    await portal.pass(0);
    expect([leader.id, 'someone'].map(reader.versionsOf)).to.deep.equal([[1, 2], []]);
  });

  it('begin with a view that waits for who has registered and has no record yet, and go on with its birth', async () => {
    const person = personWith();
    portal.newcomers.add(person.id);
    const reader = portal.connect(person);
    await portal.pass(0);
    expect(reader.sent[0]?.data.views?.map(({ status }) => status)).to.deep.equal(['PENDING']);

    portal.newcomers.clear();
    portal.versions.set(person.id, 1);
    await portal.hub.changed(changeOf(person.id, 1, { status: 'PENDING' }));
    await portal.pass(0);
    expect(reader.versionsOf(person.id)).to.deep.equal([0, 1]);
  });

  it('tell a leader version and status of those they referred, written down before', async () => {
    const reader = portal.connect(leader);
    await portal.pass(0);
    await portal.hub.changed(changeOf('someone', 3, referredBy(leader.id)));
    await portal.pass(0);
    expect(reader.sent.at(-1)?.data).to.deep.equal({ userId: 'someone', version: 3, status: 'ACTIVE' });
    expect(noted().map(({ params }) => params.userIds)).to.deep.equal([['someone']]);
  });

  it('have whoever showed somebody look anew when another is said to have invited them, and nobody else', async () => {
    const [former, coordinator, other] = [
      personWith({ role: 'LEADER' }),
      personWith({ role: 'COORDINATOR' }),
      personWith({ role: 'LEADER' }),
    ];
    const readers = [former, coordinator, leader, other].map((user) => portal.connect(user));
    await portal.pass(0);
    const begun = readers.map(({ sent }) => sent.length);
    portal.hub.corrected({
      ...{ userId: 'someone', cedula: null, correctedAt: new Date(0).toISOString() },
      ...{ referrerId: leader.id, coordinatorId: null },
      ...{ formerReferrerId: former.id, formerCoordinatorId: coordinator.id },
    });
    await portal.pass(0);
    expect(readers.map(({ sent }, n) => sent.length - (begun[n] ?? 0))).to.deep.equal([1, 1, 1, 0]);
    for (const { sent } of readers.slice(0, 3)) {
      expect(sent.at(-1)?.data).to.not.have.any.keys('version', 'status');
      expect(JSON.stringify(sent.at(-1)?.data)).to.not.include('someone');
    }
    expect(noted()).to.deep.equal([]);
  });

  it('hear nothing of a correction that changes for nobody what they see', async () => {
    const reader = portal.connect(leader);
    await portal.pass(0);
    const begun = reader.sent.length;
    portal.hub.corrected({
      ...{
        userId: 'someone',
        cedula: '1020304050',
        referrerId: leader.id,
        correctedAt: new Date(0).toISOString(),
      },
    });
    await portal.pass(0);
    expect(reader.sent).to.have.length(begun);
  });

  it('write one entry for many changes that come together', async () => {
    const reader = portal.connect(leader);
    await portal.pass(0);
    for (let n = 0; n < 400; n += 1) await portal.hub.changed(changeOf(`p${n}`, 1, referredBy(leader.id)));
    await portal.pass(0);
    expect(reader.sent.filter(({ event }) => event === 'census')).to.have.length(400);
    expect(noted().length).to.be.lessThan(4);
  });

  it('tell nothing that was not written down, and all of it when it can be', async () => {
    const reader = portal.connect(leader);
    await portal.pass(0);
    portal.trouble = new Error('accounts is away');
    await portal.hub.changed(changeOf('someone', 3, referredBy(leader.id)));
    await portal.pass(10_000);
    expect(reader.versionsOf('someone')).to.deep.equal([]);
    expect(portal.warnings).to.have.length(1);
    portal.trouble = null;
    await portal.pass(3_000);
    expect(reader.versionsOf('someone')).to.deep.equal([3]);
  });

  it('go on where a browser left off: what it missed once, and what it had not again', async () => {
    const first = portal.connect(leader);
    await portal.pass(0);
    await portal.hub.changed(changeOf('seen', 1, referredBy(leader.id)));
    await portal.pass(0);
    first.leave();
    await portal.hub.changed(changeOf('missed', 1, referredBy(leader.id)));
    await portal.hub.changed(changeOf('missed', 2, referredBy(leader.id)));
    await portal.hub.changed(changeOf('foreign', 1));
    const second = portal.connect(leader, lastIdOf(first));
    await portal.pass(0);
    expect(second.sent[0]?.data).to.include({ stale: false });
    expect(['seen', 'missed', 'foreign'].map(second.versionsOf)).to.deep.equal([[], [2], []]);
    const third = portal.connect(leader, lastIdOf(second));
    await portal.pass(0);
    expect(eventsOf(third)).to.deep.equal(['snapshot']);
  });

  it('never give an id that is ahead of what was sent', async () => {
    const reader = portal.connect(leader);
    await portal.pass(0);
    portal.trouble = new Error('accounts is away');
    await portal.hub.changed(changeOf('waiting', 1, referredBy(leader.id)));
    await portal.pass(26_000);
    expect(eventsOf(reader).at(-1)).to.equal('beat');
    reader.leave();
    portal.trouble = null;
    const again = portal.connect(leader, lastIdOf(reader));
    await portal.pass(0);
    expect(again.versionsOf('waiting')).to.deep.equal([1]);
  });

  it('say that a page must look when more was missed than is remembered, or another process numbered it', async () => {
    portal = createPortal(10);
    const first = portal.connect(leader);
    await portal.pass(0);
    first.leave();
    for (let n = 0; n < 11; n += 1) await portal.hub.changed(changeOf(`p${n}`, 1, referredBy(leader.id)));
    for (const id of [lastIdOf(first), 'fedcba98-1', 'nonsense', '']) {
      const second = portal.connect(leader, id);
      await portal.pass(0);
      expect(
        second.sent.map(({ data }) => data.stale),
        id,
      ).to.deep.equal([true]);
    }
  });

  it('reach only those who may follow, whatever their role', async () => {
    const coordinator = personWith({ role: 'COORDINATOR' });
    const others = [personWith(), personWith({ role: 'ADMIN' }), personWith({ role: 'OPERATOR' })];
    const exReferrer = personWith({ role: 'USER' });
    const person = personWith();
    const readers = new Map(
      [leader, coordinator, exReferrer, person, ...others].map((user) => [user, portal.connect(user)]),
    );
    await portal.pass(0);
    portal.versions.set(person.id, 2);
    const above = { referrerId: leader.id, coordinatorId: coordinator.id };
    await portal.hub.changed(changeOf(person.id, 2, above));
    await portal.hub.changed(changeOf('other', 2, { referrerId: exReferrer.id }));
    await portal.pass(0);
    const told = [...readers].filter(([, reader]) => eventsOf(reader).includes('census'));
    expect(told.map(([user]) => user.id)).to.have.members([leader.id, coordinator.id, person.id]);
  });

  it('are cut, and forgotten, when their reader does not keep up', async () => {
    const slow = portal.connect(leader);
    const quick = portal.connect(leader);
    await portal.pass(0);
    slow.untaken = MAX_WAITING_BYTES + 1;
    await portal.hub.changed(changeOf('someone', 1, referredBy(leader.id)));
    await portal.pass(0);
    expect([slow.how, quick.how, portal.open]).to.deep.equal(['cut', 'open', 1]);
    expect(quick.versionsOf('someone')).to.deep.equal([1]);
  });

  it('send a sign of life every 25 seconds, with how far they are', async () => {
    const reader = portal.connect(leader);
    await portal.pass(76_000);
    expect(eventsOf(reader)).to.deep.equal(['snapshot', 'beat', 'beat', 'beat']);
    expect(new Set(idsOf(reader)).size).to.equal(1);
  });

  it('end with their session, with the role that they were opened with, and with a person’s other rights', async () => {
    const [ended, demoted, kept, told] = [1, 2, 3, 4].map(() => personWith({ role: 'LEADER' })) as [
      typeof leader,
      typeof leader,
      typeof leader,
      typeof leader,
    ];
    const readers = [ended, demoted, kept, told].map((user) => portal.connect(user));
    await portal.pass(0);
    portal.sessions.delete(ended.id);
    portal.sessions.set(demoted.id, { ...demoted, role: 'USER' });
    portal.hub.closeUser(told.id);
    await portal.pass(46_000);
    expect(readers.map(({ how }) => how)).to.deep.equal(['ended', 'ended', 'open', 'ended']);
    portal.hub.closeSession(tokenHash(kept.id));
    expect([readers[2]?.how, portal.open]).to.deep.equal(['ended', 0]);
  });

  it('are told when to come back before the process stops', async () => {
    const reader = portal.connect(leader);
    await portal.pass(0);
    portal.hub.close();
    expect(reader.sent.at(-1)).to.deep.equal({ event: 'reconnect', data: { inMs: 2_750 }, id: undefined });
    expect(reader.how).to.equal('ended');
    expect(() => portal.hub.requireRoom('127.0.0.1')).to.throw('Hay demasiadas conexiones');
  });

  it('make room for a person’s newest by ending the oldest', async () => {
    const readers = Array.from({ length: 7 }, () => portal.connect(leader));
    expect(readers.map(({ how }) => how).filter((how) => how === 'ended')).to.have.length(1);
    expect(readers[0]?.how).to.equal('ended');
  });

  it('are no more at one address than it may have, whoever they are of', async () => {
    portal = createPortal(undefined, 3);
    const readers = ['1', '2', '3'].map((id) => portal.connect(personWith({ id })));
    expect(() => portal.hub.requireRoom('127.0.0.1')).to.throw('desde su conexión');
    portal.hub.requireRoom('203.0.113.9');
    readers[0]?.leave();
    portal.hub.requireRoom('127.0.0.1');
  });

  it('end when nobody can say for two minutes whether their session is still good', async () => {
    const reader = portal.connect(leader);
    await portal.pass(0);
    portal.trouble = new Error('accounts is away');
    await portal.pass(119_000);
    expect(reader.how).to.equal('open');
    await portal.pass(2_000);
    expect([reader.how, reader.sent.at(-1)?.event, portal.open]).to.deep.equal(['ended', 'reconnect', 0]);
  });
});
