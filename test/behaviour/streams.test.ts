import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { type EventStream, openStream, type ReceivedEvent, toldIn } from '../support/people/event-stream.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

const about = (userId: string, status: string) => (event: ReceivedEvent) =>
  toldIn(event).some((told) => told.userId === userId && told.status === status);

inBothModes('The event stream', null, (system) => {
  const open: EventStream[] = [];
  const stream = async (cookie: string, lastId?: string): Promise<EventStream> => {
    const opened = await openStream(system().origin, cookie, lastId);
    open.push(opened);
    return opened;
  };
  after(() => {
    for (const one of open) one.close();
  });

  it('brings a person their own answer, each version once and in order', async () => {
    const person = createClient(system().origin);
    const { id } = (await person.register({ cedula: newCedula('00') })).body.user;
    const live = await stream(person.cookie());
    expect([live.status, live.contentType]).to.deep.equal([200, 'text/event-stream']);
    await live.received('the voting place', about(id, 'ACTIVE'));
    const told = live.events.flatMap(toldIn);
    const versions = told.map(({ version }) => version);
    expect(versions).to.deep.equal([...new Set(versions)].sort((a, b) => a - b));
    expect(told.every(({ userId }) => userId === id)).to.equal(true);
    // The rest is read on a page, also of one's own answer.
    for (const one of told) expect(one).to.have.all.keys('userId', 'version', 'status');
  });

  it('starts with a snapshot of what is known already', async () => {
    const person = createClient(system().origin);
    const { id } = (await person.register({ cedula: newCedula('03') })).body.user;
    await person.censusIn(['NOT_FOUND']);
    const live = await stream(person.cookie());
    const snapshot = await live.received('the snapshot', about(id, 'NOT_FOUND'));
    expect(snapshot).to.include({ event: 'snapshot' });
    expect(snapshot.data).to.include({ userId: id, stale: true });
  });

  it('brings whoever referred people, if the role allows, their answers too, and nobody else’s', async () => {
    const leader = createClient(system().origin);
    const { referralCode } = (await leader.login(admin)).body.user;
    const live = await stream(leader.cookie());
    const foreign = createClient(system().origin);
    const { id: foreignId } = (await foreign.register({ cedula: newCedula('00') })).body.user;
    const referred = createClient(system().origin);
    const { id } = (await referred.register({ cedula: newCedula('00'), ref: referralCode })).body.user;
    const { data } = await live.received('the referred person’s answer', about(id, 'ACTIVE'));
    // The rest is read on a page, which is written down.
    expect(data).to.have.all.keys('userId', 'version', 'status');
    expect(live.events.flatMap(toldIn).some(({ userId }) => userId === foreignId)).to.equal(false);
  });

  it('goes on after the last event that a browser got', async () => {
    const leader = createClient(system().origin);
    const { referralCode } = (await leader.login(admin)).body.user;
    const first = await stream(leader.cookie());
    const { id: place } = await first.received('the snapshot', ({ event }) => event === 'snapshot');
    first.close();
    const referred = createClient(system().origin);
    const { id } = (await referred.register({ cedula: newCedula('00'), ref: referralCode })).body.user;
    await referred.censusIn(['ACTIVE']);

    const second = await stream(leader.cookie(), place);
    await second.received('what was missed', about(id, 'ACTIVE'));
    const [snapshot] = second.events;
    expect(snapshot?.data).to.include({ stale: false });
    const afterAll = second.events.at(-1)?.id ?? '';

    const third = await stream(leader.cookie(), afterAll);
    await third.received('the snapshot', ({ event }) => event === 'snapshot');
    const unknown = await stream(leader.cookie(), 'another-7');
    const { data } = await unknown.received('the snapshot', ({ event }) => event === 'snapshot');
    expect(data).to.include({ stale: true });
    expect(third.events.flatMap(toldIn).some(({ userId }) => userId === id)).to.equal(false);
  });

  it('ends with its session', async () => {
    const person = createClient(system().origin);
    await person.register({ cedula: newCedula('00') });
    const live = await stream(person.cookie());
    await person.post('/logout');
    await eventually('the stream is over', () => live.isOver());
  });

  it('is refused without a session', async () => {
    const live = await stream('');
    expect(live.status).to.equal(401);
  });
});
