import { containersOf, type Rule, type Workload, workloadsOf } from '../manifests/manifest.ts';

/** No root, no token, no capability, nothing to write to but what is mounted, and the runtime's system call filter. */
export const hardening: Rule = (manifests) =>
  workloadsOf(manifests).flatMap((workload) =>
    [...podProblems(workload), ...containerProblems(workload)].map(
      (problem) => `${workload.kind} ${workload.name}: ${problem}`,
    ),
  );

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

const containerProblems = (workload: Workload): string[] =>
  containersOf(workload).flatMap(({ name, securityContext: context }) =>
    [
      context?.allowPrivilegeEscalation !== false && 'may gain privileges',
      context?.readOnlyRootFilesystem !== true && 'may write to its root',
      context?.privileged && 'is privileged',
      (!context?.capabilities?.drop?.includes('ALL') || (context.capabilities.add?.length ?? 0) > 0) &&
        'keeps capabilities',
    ]
      .filter((problem) => typeof problem === 'string')
      .map((problem) => `${name} ${problem}`),
  );
