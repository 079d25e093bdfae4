import { eventually } from '../../support/eventually.ts';
import type { Ended } from '../kit/order.ts';
import { askKubectl, kubectl, read } from './kubectl.ts';

/** What a test looks at of a pod. */
export interface Pod {
  name: string;
  ip: string;
  node: string;
  service: string;
  isReady: boolean;
  /** How often its container was started anew, and how it ended the last time. */
  restarts: number;
  lastEnd: string | null;
}

interface PodObject {
  metadata: { name: string; labels?: Record<string, string>; deletionTimestamp?: string };
  spec: { nodeName?: string };
  status: {
    phase: string;
    podIP?: string;
    conditions?: { type: string; status: string }[];
    containerStatuses?: { restartCount: number; lastState?: { terminated?: { reason: string } } }[];
  };
}

/** The pods of a namespace that are there and meant to stay. @param service only of this one */
export const podsIn = async (namespace: string, service?: string): Promise<Pod[]> => {
  const label = service === undefined ? [] : ['--selector', `service=${service}`];
  const { items } = await read<{ items: PodObject[] }>(['--namespace', namespace, 'get', 'pods', ...label]);
  return items
    .filter(
      ({ metadata, status }) =>
        metadata.deletionTimestamp === undefined && !['Succeeded', 'Failed'].includes(status.phase),
    )
    .map(({ metadata, spec, status }) => ({
      name: metadata.name,
      ip: status.podIP ?? '',
      node: spec.nodeName ?? '',
      service: metadata.labels?.service ?? metadata.name,
      isReady: (status.conditions ?? []).some((one) => one.type === 'Ready' && one.status === 'True'),
      restarts: status.containerStatuses?.[0]?.restartCount ?? 0,
      lastEnd: status.containerStatuses?.[0]?.lastState?.terminated?.reason ?? null,
    }));
};

/** The same pod once more; null when it went. */
export const podAgain = async (namespace: string, { name, service }: Pod): Promise<Pod | null> =>
  (await podsIn(namespace, service)).find((pod) => pod.name === name) ?? null;

/** @throws Error when there is none */
export const onePod = async (namespace: string, service: string): Promise<Pod> => {
  const [pod] = await podsIn(namespace, service);
  if (pod === undefined) throw new Error(`no pod of ${service}`);
  return pod;
};

/** A command in a pod's first container. */
export const inPod = (namespace: string, pod: string, command: readonly string[]): Promise<Ended> =>
  askKubectl(['--namespace', namespace, 'exec', pod, '--', ...command]);

const signal = (name: string) => `
const fs = require('node:fs');
for (const pid of fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name) && Number(name) > 1)) {
  let stat = '';
  try { stat = fs.readFileSync('/proc/' + pid + '/stat', 'utf8'); } catch { continue; }
  // The one that the container's first process started, not what somebody else does in here.
  const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (parent === '1' && fs.readFileSync('/proc/' + pid + '/cmdline', 'utf8').includes('start.mjs')) process.kill(Number(pid), '${name}');
}`;

/** A signal for the process of a pod of the portal. */
export const signalPod = async (
  namespace: string,
  pod: string,
  name: 'SIGKILL' | 'SIGSTOP',
): Promise<void> => {
  const { code, stderr } = await inPod(namespace, pod, ['node', '-e', signal(name)]);
  // A container that dies at once takes the order with it.
  if (code !== 0 && name !== 'SIGKILL') throw new Error(`${name} for ${pod}: ${stderr}`);
};

/** Replaces the pods of these workloads, in the order of their own updates: `deployment/census`. */
export const replacePods = async (namespace: string, workloads: readonly string[]): Promise<void> => {
  await kubectl(['--namespace', namespace, 'rollout', 'restart', ...workloads]);
  await allReady(namespace);
};

/** Whatever the manifests made is there and ready. */
export const allReady = async (namespace: string): Promise<void> => {
  const kinds = ['statefulset', 'deployment'];
  for (const kind of kinds) {
    const names = await kubectl(['--namespace', namespace, 'get', kind, '--output', 'name']);
    for (const name of names.split('\n').filter((one) => one !== ''))
      await kubectl(['--namespace', namespace, 'rollout', 'status', name, '--timeout=580s'], 600_000);
  }
  await eventually(`every pod of ${namespace} is ready`, async () => {
    const pods = await podsIn(namespace);
    return (
      pods.length > 0 && pods.filter(({ service }) => service !== 'migrate').every(({ isReady }) => isReady)
    );
  });
};
