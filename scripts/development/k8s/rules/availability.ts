import { ends, isOurs, ofKind, type Rule, type Workload, workloadsOf } from '../manifests/manifest.ts';
import { selects } from '../manifests/selector.ts';

/** More than one, or as many as a scaler says. */
const isReplicated = (workload: Workload): boolean =>
  !ends(workload) && (workload.replicas === undefined || workload.replicas > 1);

/** What has several pods loses one at a time, and has them on several nodes. */
export const availability: Rule = (manifests) => {
  const budgets = ofKind(manifests, 'PodDisruptionBudget');
  return workloadsOf(manifests)
    .filter(isReplicated)
    .flatMap((workload) => {
      const budget = budgets.find(({ spec }) => selects(spec.selector, workload.labels));
      return [
        budget === undefined && 'has no PodDisruptionBudget',
        budget !== undefined && budget.spec.maxUnavailable !== 1 && 'has a budget that is not of one pod',
        // Otherwise pods that are not ready, for want of Postgres say, keep every node from being drained. NATS is spared: one of
        // its servers that catches up is part of the quorum.
        workload.kind === 'Deployment' &&
          budget !== undefined &&
          budget.spec.unhealthyPodEvictionPolicy !== 'AlwaysAllow' &&
          'holds a node back with pods that are not ready',
        !workload.pod.topologySpreadConstraints?.some(
          ({ topologyKey, labelSelector }) =>
            topologyKey === 'kubernetes.io/hostname' && selects(labelSelector, workload.labels),
        ) && 'may have all of its pods on one node',
      ]
        .filter((problem) => problem !== false)
        .map((problem) => `${workload.kind} ${workload.name} ${problem}`);
    });
};

/** A new pod of a Deployment is ready before an old one goes. */
export const rollout: Rule = (manifests) =>
  ofKind(manifests, 'Deployment')
    .filter(
      ({ metadata, spec }) =>
        metadata.name === 'gateway' && spec.strategy?.rollingUpdate?.maxUnavailable !== 0,
    )
    .map(({ metadata }) => `Deployment ${metadata.name} takes pods away before new ones are ready`);

/** A process of ours ends within 25 s of SIGTERM, by force if need be; the rest is for a machine that is busy. */
export const ENDING_S = 30;

/** A pod is not killed before it has finished: its grace is as long as what it waits first and its end, or longer. */
export const ending: Rule = (manifests) =>
  workloadsOf(manifests)
    .filter(({ pod }) => pod.containers.some(({ image }) => isOurs(image)))
    .flatMap(({ kind, name, pod }) => {
      const needed =
        ENDING_S + Math.max(...pod.containers.map(({ lifecycle }) => pauseOf(lifecycle?.preStop?.exec)));
      const grace = pod.terminationGracePeriodSeconds ?? 30;
      const problems =
        grace >= needed ? [] : [`${kind} ${name} is killed after ${grace} s, it may need ${needed}`];
      if (name === 'gateway' && needed === ENDING_S)
        problems.push(`${kind} ${name} stops before its ingress has learnt of it: no preStop`);
      return problems;
    });

const pauseOf = (action: { command?: readonly string[] } | undefined): number => {
  const [program, seconds] = action?.command ?? [];
  return program === 'sleep' ? Number(seconds) : 0;
};
