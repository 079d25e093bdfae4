import { expect } from 'chai';
import type { DurableBus } from '../../../shared/durable/bus.ts';
import { createInProcessBus } from '../../../shared/durable/in-process-bus.ts';

const UPDATED = {
  userId: '11111111-1111-4111-8111-111111111111',
  referrerId: null,
  status: 'PENDING',
  version: 1,
} as const;

describe('The bus of one process', () => {
  let bus: DurableBus;
  let seen: string[];
  const noting = (name: string) => async (): Promise<void> => {
    seen.push(name);
  };
  const publish = () => bus.publish('census.updated', UPDATED, 'event-1');

  beforeEach(async () => {
    bus = createInProcessBus();
    seen = [];
    await bus.connect();
  });

  it('is ready from the start', () => {
    expect(bus.isReady()).to.equal(true);
  });

  it('gives an event to every consumer and follower of its name, in order, and to no other', async () => {
    await bus.consume('census.updated', 'first', noting('consumer'));
    await bus.follow('census.updated', noting('follower'));
    await bus.consume('user.registered', 'first', noting('other'));
    await publish();
    expect(seen).to.deep.equal(['consumer', 'follower']);
  });

  it('gives the event as it was published', async () => {
    let got: unknown;
    await bus.follow('census.updated', async (payload) => {
      got = payload;
    });
    await publish();
    expect(got).to.deep.equal(UPDATED);
  });

  it('says that an event is safe only when all have handled it', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    await bus.consume('census.updated', 'slow', () => promise);
    let safe = false;
    const published = publish().then(() => {
      safe = true;
    });
    await new Promise(setImmediate);
    expect(safe).to.equal(false);
    resolve();
    await published;
  });

  it('says when one of them did not handle it, so that it comes again', async () => {
    const failure = new Error('the database is away');
    await bus.consume('census.updated', 'failing', () => Promise.reject(failure));
    expect(await publish().catch((error: unknown) => error)).to.equal(failure);
  });

  it('refuses what nobody consumes, so that its outbox keeps it', async () => {
    const refusal = await publish().catch((error: Error) => error.message);
    expect(refusal).to.equal('nobody consumes census.updated in this process');
  });

  it('gives nothing after it was closed', async () => {
    await bus.follow('census.updated', noting('follower'));
    await bus.close();
    await publish().catch(() => undefined); // Nobody is left to consume it.
    expect(seen).to.deep.equal([]);
  });
});
