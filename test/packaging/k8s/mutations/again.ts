import type { Mutation } from './spoiler.ts';

/** What kubectl would call changed though nobody changed it. */
export const againMutations: readonly Mutation[] = [
  {
    what: 'a claim that Kubernetes completes',
    spoil: (of) => {
      const { spec } = of.one<{ volumeClaimTemplates: { kind?: string }[] }>('StatefulSet', 'redis');
      delete spec.volumeClaimTemplates[0]?.kind;
    },
    says: 'StatefulSet redis is "configured" by each apply: its claims are not said in full',
  },
  {
    what: 'a strategy without a type',
    spoil: (of) => {
      delete of.one<{ strategy: { type?: string } }>('Deployment', 'census').spec.strategy.type;
    },
    says: 'Deployment census is "configured" by each apply: its strategy has no type',
  },
  {
    what: 'a quantity that is kept otherwise',
    spoil: (of) => {
      const { spec } = of.one<{ metrics: { pods?: { target: object } }[] }>(
        'HorizontalPodAutoscaler',
        'gateway',
      );
      Object.assign(spec.metrics[0]?.pods?.target ?? {}, { averageValue: '1000' });
    },
    says: 'HorizontalPodAutoscaler gateway is "configured" by each apply: 1000 is kept as 1k',
  },
];
