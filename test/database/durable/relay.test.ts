import { expect } from 'chai';
import type { DurableBus } from '../../../shared/durable/bus.ts';
import { createInProcessBus } from '../../../shared/durable/in-process-bus.ts';
import { announce } from '../../../shared/durable/outbox.ts';
import { eventually } from '../../support/eventually.ts';
import { failureOf } from '../../support/failures.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { START } from '../support/clock.ts';
import { keepingBus, notedWaits, numbers, updated, useRelays } from './support/relays.ts';

describe('The relay of an outbox', () => {
  const { database, warnings, start, commit, left, emptied } = useRelays();

  it('publishes what was committed, in order, and removes it', async () => {
    await commit(1, 2, 3);
    const { bus, versions, ids } = keepingBus();

    start(bus);
    await emptied();

    expect(versions).to.deep.equal([1, 2, 3]);
    expect(new Set(ids), 'ids by which a repetition is known').to.have.lengthOf(3);
  });

  it('publishes the event as it was announced', async () => {
    await commit(7);
    const bus = createInProcessBus();
    const heard: unknown[] = [];
    await bus.consume('census.updated', 'test', async (event) => void heard.push(event));

    start(bus);
    await emptied();

    expect(heard).to.deep.equal([updated(7)]);
  });

  it('publishes more than one batch without a pause between them', async () => {
    await commit(...numbers(1, 350));
    const { bus, versions } = keepingBus();

    start(bus);
    await emptied();

    expect(versions).to.deep.equal(numbers(1, 350));
  });

  it('publishes nothing while the bus is away, and does not wait any longer once it is back', async () => {
    await commit(1);
    const { bus, versions } = keepingBus();
    let asked = 0;
    let away = true;
    const returning: DurableBus = {
      ...bus,
      isReady() {
        asked += 1;
        return !away;
      },
    };

    const relay = start(returning);
    await eventually('it has looked for the bus often', () => {
      relay.nudge();
      return asked > 20;
    });
    expect(versions).to.deep.equal([]);
    away = false;
    relay.nudge();
    await emptied();

    expect(versions).to.deep.equal([1]);
    expect(warnings).to.deep.equal([]);
  });

  it('keeps what a slow bus has taken, before Postgres gives the transaction up, and goes on at once', async () => {
    await commit(...numbers(1, 100));
    const { bus, versions } = keepingBus();
    const clock = createFakeClock();
    const leftThen: number[] = [];
    const slow: DurableBus = {
      ...bus,
      async publish(name, payload, id) {
        await clock.pass(100);
        leftThen.push((await left()).length);
        await bus.publish(name, payload, id);
      },
    };

    start(slow, clock);
    await emptied();

    expect(versions).to.deep.equal(numbers(1, 100));
    expect(leftThen.slice(0, 11)).to.deep.equal([...Array(5).fill(100), ...Array(5).fill(95), 90]);
  });

  it('looks at once when it is told of a commit', async () => {
    const { bus, versions } = keepingBus();
    const { waits, clock } = notedWaits();
    const relay = start(bus, clock);
    await eventually('it waits for the next poll', () => waits.length === 1);
    await commit(1);

    relay.nudge();

    await eventually('published', () => versions.length === 1);
  });

  it('finds by itself what nobody told it of', async () => {
    const { bus, versions } = keepingBus();
    start(bus);
    await commit(1);

    await eventually('published', () => versions.length === 1);
  });

  it('publishes nothing of a transaction that was rolled back', async () => {
    const rollback = database.fork().transactional(async (tx) => {
      await announce(tx, 'census', 'census.updated', updated(1), START);
      throw new Error('changed my mind');
    });
    await failureOf(rollback);
    await commit(2);
    const { bus, versions } = keepingBus();

    start(bus);
    await emptied();

    expect(versions).to.deep.equal([2]);
  });

  it('publishes each event once and in order, though several processes run one', async () => {
    const { bus, versions } = keepingBus();
    const relays = [start(bus), start(bus), start(bus)];

    for (let batch = 0; batch < 10; batch += 1) {
      await commit(...numbers(batch * 15 + 1, (batch + 1) * 15));
      for (const relay of relays) relay.nudge();
    }
    await emptied();

    expect(versions).to.deep.equal(numbers(1, 150));
  });
});
