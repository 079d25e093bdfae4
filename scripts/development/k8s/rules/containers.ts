import type { IContainer } from 'kubernetes-models/v1';
import {
  containersOf,
  ends,
  type Labels,
  label,
  type Manifest,
  type Rule,
  type Workload,
  workloadsOf,
} from '../manifests/manifest.ts';

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;
const SECRET_NAME = /PASSWORD|SECRET|TOKEN|API_KEY|DATABASE_URL|^LANES$|_AUTH$/i;
const CREDENTIALS = /:\/\/[^/@\s]*:[^/@\s]+@/;
/** What Kubernetes puts in from another variable. */
const REFERENCE = /\$\([A-Z_]+\)/g;

/** What every pod and container has, whoever made its image. */
export const containers: Rule = (manifests) => [
  ...workloadsOf(manifests).flatMap((workload) =>
    [
      ...podProblems(workload),
      ...(ends(workload) ? [] : workload.pod.containers.flatMap(probeProblems)),
      ...containersOf(workload).flatMap((container) =>
        [...privileges(container), ...unlimited(container), ...unpinned(container)].map(
          (problem) => `${container.name} ${problem}`,
        ),
      ),
      ...containersOf(workload).flatMap(secretProblems),
    ].map((problem) => `${workload.kind} ${workload.name}: ${problem}`),
  ),
  ...manifests.flatMap(writtenSecrets),
];

/** No root, no token, nothing of its node, and the runtime's system call filter. */
const podProblems = ({ pod }: Workload): string[] => {
  const { runAsNonRoot, runAsUser = 0, seccompProfile } = pod.securityContext ?? {};
  return [
    runAsNonRoot !== true && 'runAsNonRoot is not true',
    runAsUser === 0 && 'runAsUser is not a number of its own',
    seccompProfile?.type !== 'RuntimeDefault' && 'seccompProfile is not RuntimeDefault',
    pod.automountServiceAccountToken !== false && 'gets a token of Kubernetes',
    (pod.hostNetwork || pod.hostPID || pod.hostIPC) && 'shares a namespace of its node',
    pod.volumes?.some(({ hostPath }) => hostPath !== undefined) && 'mounts a folder of its node',
  ].filter((problem) => typeof problem === 'string');
};

/** No capability, and nothing to write to but what is mounted. */
const privileges = ({ securityContext: context }: IContainer): string[] =>
  [
    context?.allowPrivilegeEscalation !== false && 'may gain privileges',
    context?.readOnlyRootFilesystem !== true && 'may write to its root',
    context?.privileged && 'is privileged',
    (!context?.capabilities?.drop?.includes('ALL') || (context.capabilities.add?.length ?? 0) > 0) &&
      'keeps capabilities',
  ].filter((problem) => typeof problem === 'string');

/** What stays has all three probes, each with a timeout of its own; being ready asks more than living. */
const probeProblems = (container: IContainer): string[] => {
  const { name, readinessProbe: ready, livenessProbe: alive } = container;
  const problems = PROBES.flatMap((probe) => {
    if (container[probe] === undefined) return [`${name} has no ${probe}`];
    return container[probe].timeoutSeconds === undefined
      ? [`${probe} of ${name} says no timeoutSeconds`]
      : [];
  });
  const same = ready?.httpGet?.path === alive?.httpGet?.path && ready?.httpGet?.port === alive?.httpGet?.port;
  if (ready?.httpGet !== undefined && same)
    problems.push(`${name} is restarted for what only makes it not ready`);
  return problems;
};

/** It says what it needs, and how much memory it may take at most. */
const unlimited = ({ resources }: IContainer): string[] =>
  [
    resources?.requests?.cpu === undefined && 'has no requests.cpu',
    resources?.requests?.memory === undefined && 'has no requests.memory',
    resources?.limits?.memory === undefined && 'has no limits.memory',
  ].filter((problem) => problem !== false);

const unpinned = ({ image = '' }: IContainer): string[] =>
  isPinned(image) ? [] : [`has an unpinned image ${image}`];

/** True for an image of one version: with a tag that has a digit, so not `latest`, or with a digest. */
export const isPinned = (image: string): boolean =>
  /@sha256:[0-9a-f]{64}$/.test(image) || /:[\w.-]*\d[\w.-]*$/.test(image);

/** No secret stands in a manifest: only where it is to be found. */
const writtenSecrets = (manifest: Manifest): string[] => {
  if (manifest.kind === 'Secret') return [`${label(manifest)} is written down`];
  if (manifest.kind !== 'ConfigMap') return [];
  return secretsIn(manifest.data ?? {}).map((name) => `${label(manifest)}: ${name} has a secret`);
};

const secretProblems = ({ name, env = [] }: IContainer): string[] =>
  secretsIn(Object.fromEntries(env.map((entry) => [entry.name, entry.value ?? '']))).map(
    (variable) => `${variable} of ${name} has a secret`,
  );

/** The names of those whose value gives something away. */

const secretsIn = (values: Labels): string[] =>
  Object.entries(values)
    .filter(([name, value]) => {
      const literal = value.replaceAll(REFERENCE, '');
      return (SECRET_NAME.test(name) && literal !== '') || CREDENTIALS.test(literal);
    })
    .map(([name]) => name);
