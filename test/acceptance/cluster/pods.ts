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

/** Lines of a program for `node -e` in a pod of the portal: `portalProcess` is the number of its process there. */
export const findPortalProcess = `
const { readdirSync, readFileSync } = require('node:fs');
const read = (pid, file) => {
  try {
    return readFileSync('/proc/' + pid + '/' + file, 'utf8');
  } catch (error) {
    // It ended meanwhile.
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return '';
    throw error;
  }
};
// The one that the container's first process started, not what somebody else does in here.
const parentOf = (stat) => stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
const portalProcess = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name))
  .find((pid) => parentOf(read(pid, 'stat')) === '1' && read(pid, 'cmdline').includes('start.mjs'));
if (portalProcess === undefined) throw new Error('no process of the portal is in this container');`;

/** A signal for the process of a pod of the portal. */
export const signalPod = async (
  namespace: string,
  pod: string,
  name: 'SIGKILL' | 'SIGSTOP',
): Promise<void> => {
  const program = `${findPortalProcess}\nprocess.kill(Number(portalProcess), '${name}');`;
  const { code, stderr } = await inPod(namespace, pod, ['node', '-e', program]);
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
