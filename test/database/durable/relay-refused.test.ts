import { expect } from 'chai';
import type { DurableBus } from '../../../shared/durable/bus.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { keepingBus, notedWaits, useRelays } from './support/relays.ts';

describe('The relay of an outbox', () => {
  const { warnings, start, commit, left, emptied } = useRelays();

  describe('when the bus refuses an event', () => {
    it('removes those before it, and keeps it and those behind it', async () => {
      await commit(1, 2, 3, 4);
      const { bus, versions } = keepingBus((version) => version === 3);

      const relay = start(bus);
      await eventually('a refusal is logged', () => warnings.length > 0);
      await relay.stop();

      expect(versions).to.deep.equal([1, 2]);
      expect(await left()).to.deep.equal([3, 4]);
      expect(warnings[0]).to.include('no place for 3');
    });

    it('goes on in order when the bus takes it again', async () => {
      await commit(1, 2, 3, 4);
      let full = true;
      const { bus, versions } = keepingBus((version) => version === 3 && full);

      const clock = createFakeClock();
      start(bus, clock);
      await eventually('a refusal is logged', () => warnings.length > 0);
      full = false;
      await clock.pass(250);
      await emptied();

      expect(versions).to.deep.equal([1, 2, 3, 4]);
    });

    it('waits longer each time', async () => {
      await commit(1);
      const clock = createFakeClock();
      start(keepingBus(() => true).bus, clock);

      for (let refusals = 1; refusals <= 7; refusals += 1) {
        await eventually(`refusal ${refusals}`, () => warnings.length >= refusals);
        await clock.pass(10_000);
      }

      const waits = warnings.slice(0, 7).map((warning) => Number(/waits (\d+) ms/.exec(warning)?.[1]));
      expect(waits).to.deep.equal([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000]);
    });
  });

  describe('that is stopped', () => {
    it('does not wait for the next poll', async () => {
      const { waits, clock } = notedWaits();
      const relay = start(keepingBus().bus, clock);
      await eventually('it waits', () => waits.length === 1);

      await relay.stop();

      expect(waits).to.deep.equal([1_000]);
    });

    it('does not wait for the end of its backoff, which doubles', async () => {
      await commit(1);
      const { waits, clock } = notedWaits();
      const relay = start(keepingBus(() => true).bus, clock);
      for (let refusals = 1; refusals <= 5; refusals += 1) {
        await eventually(`refusal ${refusals}`, () => waits.length === refusals);
        if (refusals < 5) await clock.pass(waits.at(-1) ?? 0);
      }

      await relay.stop();

      expect(waits).to.deep.equal([250, 500, 1_000, 2_000, 4_000]);
    });

    it('finishes the event in hand, and publishes nothing afterwards', async () => {
      const gate = Promise.withResolvers<void>();
      const reached = Promise.withResolvers<void>();
      const { bus, versions } = keepingBus();
      const slow: DurableBus = {
        ...bus,
        async publish(name, payload, id) {
          reached.resolve();
          await gate.promise;
          await bus.publish(name, payload, id);
        },
      };
      await commit(1);
      const relay = start(slow);
      await reached.promise;

      const stopped = relay.stop();
      gate.resolve();
      await stopped;
      await commit(2);
      relay.nudge();

      expect(versions).to.deep.equal([1]);
      expect(await left()).to.deep.equal([2]);
    });
  });
});
