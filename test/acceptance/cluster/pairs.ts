import { calls, type Part } from '../../support/image/arrows.ts';
import type { Pair } from '../kit/reach.ts';
import { read } from './kubectl.ts';
import { podsIn } from './pods.ts';

/** Where each listens. */
const ports: Readonly<Record<Part, readonly number[]>> = {
  gateway: [3000, 9464],
  accounts: [9464, 9465],
  census: [9464, 9465],
  scraper: [9464],
  simulator: [8081, 9464],
  postgres: [5432],
  nats: [4222, 8222],
  redis: [6379],
};

/** Those who are not the portal's, in namespaces of their own. */
export interface Stranger {
  namespace: string;
  /** What of the portal they may reach. */
  reaches: Partial<Record<Part, readonly number[]>>;
}

const isPart = (service: string): service is Part => service in ports;

const mayCall = (from: string, to: Part, port: number): boolean => {
  if (from === 'nats' && to === 'nats') return port === 6222;
  const called: Partial<Record<Part, readonly number[]>> = isPart(from) ? calls[from] : {};
  return called[to]?.includes(port) ?? false;
};

/**
 * Every pod and every port of every other one; nobody reaches the internet or Kubernetes itself.
 *
 * @param namespaces of the portal and its servers
 */
export const pairsIn = async (
  namespaces: readonly string[],
  strangers: readonly Stranger[] = [],
): Promise<Pair[]> => {
  const pods = (
    await Promise.all(
      namespaces.map(async (space) => {
        const found = await podsIn(space);
        return found.map((pod) => ({ ...pod, key: `${space}/${pod.name}` }));
      }),
    )
  ).flat();
  const { spec } = await read<{ spec: { clusterIP: string } }>(['get', 'service', 'kubernetes']);
  const isOutside = namespaces.length > 1;
  const isClustered = pods.filter(({ service }) => service === 'nats').length > 1;
  const pairs: Pair[] = [];
  const targets = pods.flatMap((pod) => {
    if (!isPart(pod.service)) return [];
    const extra = pod.service === 'nats' && isClustered ? [6222] : [];
    return [...ports[pod.service], ...extra].map((port) => ({ ...pod, part: pod.service as Part, port }));
  });
  for (const from of pods.filter(({ service }) => isPart(service))) {
    for (const { key, part, ip, port } of targets.filter(({ name }) => name !== from.name))
      pairs.push({ from: from.key, to: key, host: ip, port, passes: mayCall(from.service, part, port) });
    // Postgres stands for one outside where it has a namespace of its own: what it may, and who else reaches it, is not ours to say.
    if (from.service === 'postgres' && isOutside) continue;
    pairs.push({ from: from.key, to: 'Kubernetes', host: spec.clusterIP, port: 443, passes: false });
  }
  for (const { namespace, reaches } of strangers)
    for (const stranger of await podsIn(namespace))
      for (const { key, part, ip, port } of targets.filter(({ part }) => part !== 'postgres' || !isOutside))
        pairs.push({
          from: `${namespace}/${stranger.name}`,
          to: key,
          host: ip,
          port,
          passes: reaches[part]?.includes(port) ?? false,
        });
  return pairs;
};
