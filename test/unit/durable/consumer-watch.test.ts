import { expect } from 'chai';
import { ErrorCode, type JetStreamManager, NatsError, type StreamInfo } from 'nats';
import type { Handled } from '../../../shared/durable/consumer-role.ts';
import { watchConsumers } from '../../../shared/durable/consumer-watch.ts';
import type { Loop } from '../../../shared/time/loop.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

const MADE = '2026-03-01T11:00:00Z';
const EVERY_MS = 10_000;
const ASLEEP_MS = 60_000;

describe('The watch over the consumers of a stream', () => {
  let clock: FakeClock;
  let watch: Loop;
  /** What the server says. */
  let server: { last: number; delivered: number; handled: number; isThere: boolean; streamMade: string };
  let isReady: boolean;
  let failure: Error | undefined;
  let deleted: number;
  /** Who keeps the events meanwhile. */
  let held: string[];
  let restarted: number;
  let handledUpTo: (Handled | null)[];
  let said: string[];

  beforeEach(() => {
    clock = createFakeClock();
    held = [];
    server = { last: 3, delivered: 3, handled: 3, isThere: true, streamMade: MADE };
    [isReady, failure, deleted, restarted, handledUpTo, said] = [true, undefined, 0, 0, [], []];
    const missing = () => {
      const error = new NatsError('not found', ErrorCode.JetStream404NoMessages);
      error.api_error = { code: 404, description: 'not found', err_code: 10_014 };
      return error;
    };
    const manager = {
      consumers: {
        async info(_stream: string, name: string) {
          if (failure !== undefined) throw failure;
          if (!server.isThere) throw missing();
          const { delivered, handled } = server;
          return {
            ...{ name, created: MADE },
            delivered: { consumer_seq: delivered, stream_seq: delivered },
            ack_floor: { consumer_seq: handled, stream_seq: handled },
          };
        },
        async add(_stream: string, { name }: { name: string }) {
          held.push(name);
        },
        async delete() {
          // Else what it has still to handle would go with it.
          expect(held).to.have.lengthOf(deleted + 1);
          deleted += 1;
          return true;
        },
      },
      direct: { getMessage: async () => ({ seq: server.last }) },
    };
    watch = watchConsumers({
      ...{ everyMs: EVERY_MS, asleepMs: ASLEEP_MS, clock },
      watched: [
        {
          ...{ event: 'census.updated', subject: 'censo.census.updated' },
          subscription: {
            consumer: () => 'group-census-updated',
            restart() {
              restarted += 1;
            },
            stop: async () => {},
          },
          handledUpTo: (place) => void handledUpTo.push(place),
        },
      ],
      stream: async () =>
        ({ created: server.streamMade, state: { last_seq: server.last } }) as unknown as StreamInfo,
      manager: async () => manager as unknown as JetStreamManager,
      isReady: () => isReady,
      remade: (event) => said.push(`remade ${event}`),
      log: { warn: (line) => said.push(line) },
    });
  });
  afterEach(() => watch.stop());

  it('leaves one alone that has handled everything, and tells how far it is', async () => {
    await clock.pass(10 * ASLEEP_MS);

    expect([deleted, restarted, said]).to.deep.equal([0, 0, []]);
    expect(handledUpTo.at(-1)).to.deep.equal({ stream: MADE, seq: 3 });
  });

  it('makes one anew, behind what was handled, that does not move for a minute although there are events', async () => {
    server.last = 5;
    await clock.pass(ASLEEP_MS - 1);
    expect(deleted).to.equal(0);
    await clock.pass(1);

    expect([deleted, restarted]).to.deep.equal([1, 1]);
    expect(handledUpTo.at(-1)).to.deep.equal({ stream: MADE, seq: 3 });
    expect(said).to.deep.equal([
      'consumer group-census-updated sleeps over events, made anew',
      'remade census.updated',
    ]);
  });

  it('waits for one that moves, however slowly', async () => {
    server.last = 99;
    for (let moved = 0; moved < 10; moved += 1) {
      await clock.pass(ASLEEP_MS - EVERY_MS);
      server.delivered += 1;
    }

    expect(deleted).to.equal(0);
  });

  it('makes one anew at once, from the beginning, that has delivered what the stream has lost', async () => {
    server.last = 2;
    await clock.pass(EVERY_MS);

    expect(deleted).to.be.above(0);
    expect(handledUpTo.at(-1)).to.equal(null);
  });

  it('takes one up again that is gone, or that went with another stream', async () => {
    server.isThere = false;
    await clock.pass(0);
    expect([deleted, restarted]).to.deep.equal([0, 1]);

    server = { ...server, isThere: true, streamMade: '2026-03-01T12:00:00Z' };
    await clock.pass(EVERY_MS);
    expect([deleted, restarted]).to.deep.equal([0, 2]);
  });

  it('counts no time in which the server was away', async () => {
    server.last = 5;
    await clock.pass(ASLEEP_MS - EVERY_MS);
    isReady = false;
    await clock.pass(EVERY_MS);
    isReady = true;
    await clock.pass(ASLEEP_MS - EVERY_MS);

    expect(deleted).to.equal(0);
  });

  it('says once that it cannot look, until it could', async () => {
    failure = new Error('timeout');
    await clock.pass(5 * EVERY_MS);
    failure = undefined;
    await clock.pass(EVERY_MS);
    failure = new Error('timeout');
    await clock.pass(EVERY_MS);

    expect(said).to.deep.equal(Array(2).fill('consumers of events could not be looked at: Error: timeout'));
  });
});
