import type { Mutation } from './spoiler.ts';

/** Mistakes that Kubernetes would refuse, or drop without a word. */
export const kubernetesMutations: readonly Mutation[] = [
  {
    what: 'a number where a word is asked for',
    spoil: (of) => Object.assign(of.container('gateway'), { name: 5 }),
    says: 'must be string',
  },
  {
    what: 'a kind that Kubernetes no longer has',
    spoil: (of) => Object.assign(of.one('Ingress', 'gateway'), { apiVersion: 'extensions/v1beta1' }),
    says: 'extensions/v1beta1 is not stable, or gone',
  },
  {
    what: 'a kind that nobody has',
    spoil: (of) => Object.assign(of.one('Ingress', 'gateway'), { kind: 'Eingang' }),
    says: 'Kubernetes has no kind networking.k8s.io/v1 Eingang',
  },
  {
    what: 'a misspelt field',
    spoil: (of) => Object.assign(of.container('census'), { readynessProbe: {} }),
    says: "'\"readynessProbe\"' does not exist in type 'IContainer'",
  },
];
