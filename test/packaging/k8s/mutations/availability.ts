import type { Mutation } from './spoiler.ts';

/** Mistakes by which people would find nobody there. */
export const availabilityMutations: readonly Mutation[] = [
  {
    what: 'no budget for what has several pods',
    spoil: (of) => of.remove('PodDisruptionBudget', 'census'),
    says: 'Deployment census has no PodDisruptionBudget',
  },
  {
    what: 'a budget that keeps pods that are not ready',
    spoil: (of) =>
      Object.assign(of.one('PodDisruptionBudget', 'census').spec, {
        unhealthyPodEvictionPolicy: 'IfHealthyBudget',
      }),
    says: 'Deployment census holds a node back with pods that are not ready',
  },
  {
    what: 'a budget that lets all of a quorum go',
    spoil: (of) => Object.assign(of.one('PodDisruptionBudget', 'nats').spec, { maxUnavailable: 3 }),
    says: 'StatefulSet nats has a budget that is not of one pod',
  },
  {
    what: 'several pods on one node',
    spoil: (of) => delete of.workload('accounts').pod.topologySpreadConstraints,
    says: 'Deployment accounts may have all of its pods on one node',
  },
  {
    what: 'an update that takes gateways away first',
    spoil: (of) =>
      Object.assign(of.one('Deployment', 'gateway').spec, { strategy: { type: 'RollingUpdate' } }),
    says: 'Deployment gateway takes pods away before new ones are ready',
  },
  {
    what: 'a grace that leaves out what comes before the end',
    spoil: (of) => Object.assign(of.workload('gateway').pod, { terminationGracePeriodSeconds: 34 }),
    says: 'Deployment gateway is killed after 34 s, it may need 35',
  },
  {
    what: 'a grace that is hardly longer than the end',
    spoil: (of) => Object.assign(of.workload('census').pod, { terminationGracePeriodSeconds: 29 }),
    says: 'Deployment census is killed after 29 s, it may need 30',
  },
  {
    what: 'a gateway that stops at once',
    spoil: (of) => delete of.container('gateway').lifecycle,
    says: 'stops before its ingress has learnt of it',
  },
];
