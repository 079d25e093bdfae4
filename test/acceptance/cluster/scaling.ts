import { keepWatching } from '../../support/chaos/watchers.ts';
import { type Client, newCedula } from '../../support/people/client.ts';
import { register } from '../kit/endings.ts';
import { stopwatch } from '../kit/told.ts';
import { bringMetrics, byCpu, byStreams, scalerOf } from './hpa.ts';
import { allReady } from './pods.ts';

/** @param monitoring the namespace of what is brought for it, and takeAway what then removes it */
export const describeScaling = (
  namespace: string,
  monitoring: string,
  origin: () => string,
  takeAway: (() => Promise<void>)[],
): void => {
  it('has more gateways when they are busy, and fewer again', async () => {
    takeAway.push(await bringMetrics(monitoring, 'cpu'));
    const scaler = scalerOf(namespace);
    await scaler.set(byCpu('150m'));
    const took = stopwatch();
    const until = new AbortController();
    const visits = Array.from({ length: 8 }, () => visit(origin(), until.signal));
    const more = await scaler.wants('gateways for the CPU', (replicas) => replicas > 2);
    took(`by CPU, from 2 to ${more.replicas} at ${more.seen} a pod`);
    until.abort();
    await Promise.all(visits);
    await scaler.wants('fewer gateways', (replicas) => replicas === 2);
    took('and back to 2');
  });

  it('has as many gateways as open streams ask for', async () => {
    takeAway.push(await bringMetrics(monitoring, 'streams'));
    const scaler = scalerOf(namespace);
    await scaler.set(byStreams('3'));
    const people: Client[] = [];
    for (let count = 0; count < 4; count += 1) people.push(await register(origin(), newCedula('22')));
    const took = stopwatch();
    const watchers = [...people, ...people, ...people].map((client) => keepWatching(origin(), client));
    const more = await scaler.wants('gateways for twelve streams', (replicas) => replicas === 4);
    took(`by streams, from 2 to ${more.replicas} at ${more.seen} a pod`);
    await allReady(namespace);
    for (const one of watchers) one.close();
    await scaler.wants('fewer gateways', (replicas) => replicas === 2);
    took('and back to 2');
  });
};

/** Somebody who looks at the home page again and again, for ten minutes at the most. */
const visit = async (origin: string, until: AbortSignal): Promise<void> => {
  const end = AbortSignal.any([until, AbortSignal.timeout(600_000)]);
  while (!end.aborted) await fetch(origin).then((answer) => answer.text());
};
