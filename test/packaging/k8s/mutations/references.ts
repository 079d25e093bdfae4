import type { Mutation } from './spoiler.ts';

/** Mistakes in what names another object, or leads to it. */
export const referencesMutations: readonly Mutation[] = [
  {
    what: 'a selector that finds nothing',
    spoil: (of) => Object.assign(of.one('Service', 'gateway').spec, { selector: { service: 'portal' } }),
    says: 'Service gateway selects no pod',
  },
  {
    what: 'an address that leads nowhere',
    spoil: (of) => of.remove('Service', 'gateway'),
    says: 'Ingress gateway: there is no Service gateway',
  },
  {
    what: 'an ingress that holds streams back',
    spoil: (of) => Object.assign(of.one('Ingress', 'gateway').metadata, { annotations: {} }),
    says: 'Ingress gateway cuts event streams or holds them back: nginx.ingress.kubernetes.io/proxy-buffering',
  },
  {
    what: 'an account that is not there',
    spoil: (of) => of.remove('ServiceAccount', 'scraper'),
    says: 'Deployment scraper: there is no ServiceAccount scraper',
  },
  {
    what: 'a number of pods that an apply sets back',
    spoil: (of) => Object.assign(of.one('Deployment', 'gateway').spec, { replicas: 2 }),
    says: 'Deployment gateway sets its replicas, and so does a scaler',
  },
];
