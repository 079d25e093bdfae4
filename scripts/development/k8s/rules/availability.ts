import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ofKind, type Rule, type Workload, workloadsOf } from '../manifests/manifest.ts';
import { selects } from '../manifests/selector.ts';

/** More than one, or as many as a scaler says. */
const isReplicated = ({ kind, replicas }: Workload): boolean =>
  kind !== 'Job' && (replicas === undefined || replicas > 1);

/** What has several pods loses one at a time, and has them on several nodes. */
export const availability: Rule = (manifests) => {
  const budgets = ofKind<NonNullable<IPodDisruptionBudget['spec']>>(manifests, 'PodDisruptionBudget');
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
  ofKind<NonNullable<IDeployment['spec']>>(manifests, 'Deployment')
    .filter(
      ({ metadata, spec }) =>
        metadata.name === 'gateway' && spec.strategy?.rollingUpdate?.maxUnavailable !== 0,
    )
    .map(({ metadata }) => `Deployment ${metadata.name} takes pods away before new ones are ready`);
