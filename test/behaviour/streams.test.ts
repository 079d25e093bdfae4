import { expect } from 'chai';
import type { CensusView } from '../../shared/contract/census.ts';
import { createClient, newCedula } from '../support/client.ts';
import { type EventStream, openStream, type ReceivedEvent } from '../support/event-stream.ts';
import { eventually } from '../support/eventually.ts';
import { inBothModes } from '../support/modes.ts';
import { admin } from '../support/system.ts';

const viewOf = ({ data }: ReceivedEvent): CensusView => data as CensusView;
const about = (userId: string, status: string) => (event: ReceivedEvent) =>
  event.event === 'census' && viewOf(event).userId === userId && viewOf(event).status === status;

inBothModes('The event stream', null, (system) => {
  const open: EventStream[] = [];
  const stream = async (cookie: string): Promise<EventStream> => {
    const opened = await openStream(system().origin, cookie);
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
    const versions = live.events.map((event) => viewOf(event).version);
    expect(versions).to.deep.equal([...new Set(versions)].sort((a, b) => a - b));
    expect(live.events.every((event) => viewOf(event).userId === id)).to.equal(true);
  });

  it('starts with a snapshot of what is known already', async () => {
    const person = createClient(system().origin);
    const { id } = (await person.register({ cedula: newCedula('03') })).body.user;
    await person.censusIn(['NOT_FOUND']);
    const live = await stream(person.cookie());
    await live.received('the snapshot', about(id, 'NOT_FOUND'));
  });

  it('brings whoever referred people, if the role allows, their answers too, and nobody else’s', async () => {
    const leader = createClient(system().origin);
    const { referralCode } = (await leader.login(admin)).body.user;
    const live = await stream(leader.cookie());
    const foreign = createClient(system().origin);
    const { id: foreignId } = (await foreign.register({ cedula: newCedula('00') })).body.user;
    const referred = createClient(system().origin);
    const { id } = (await referred.register({ cedula: newCedula('00'), ref: referralCode })).body.user;
    await live.received('the referred person’s answer', about(id, 'ACTIVE'));
    expect(live.events.some((event) => viewOf(event).userId === foreignId)).to.equal(false);
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
