import type { Mutation } from './spoiler.ts';

/** Mistakes in who may call whom. */
export const networkMutations: readonly Mutation[] = [
  {
    what: 'a network that is open to what somebody adds',
    spoil: (of) => of.remove('NetworkPolicy', 'default-deny'),
    says: 'network: no policy denies everything first',
  },
  {
    what: 'a pod that anybody may call',
    spoil: (of) => {
      of.remove('NetworkPolicy', 'default-deny');
      of.remove('NetworkPolicy', 'migrate');
    },
    says: 'network: anything → migrate:any is open and not of the design',
  },
  {
    what: 'a workload that no policy speaks of',
    spoil: (of) => of.remove('NetworkPolicy', 'redis'),
    says: 'network: scraper → redis:6379 is of the design and closed',
  },
  {
    what: 'accounts that reach Redis',
    spoil: (of) => {
      const peers = [{ podSelector: {} }];
      Object.assign(of.one('NetworkPolicy', 'redis').spec, { ingress: [{ from: peers }] });
      Object.assign(of.one('NetworkPolicy', 'accounts-census').spec, { egress: [{ to: peers }] });
    },
    says: 'network: accounts → redis:6379 is open and not of the design',
  },
  {
    what: 'a gateway that could call nobody while NATS is away',
    spoil: (of) => of.remove('NetworkPolicy', 'direct-to-accounts'),
    says: 'network: gateway → accounts:9465 is of the design and closed',
  },
  {
    what: 'a census that could not look for lost registrations while NATS is away',
    spoil: (of) => {
      const from = [{ podSelector: { matchLabels: { app: 'censo-vivo', service: 'gateway' } } }];
      Object.assign(of.one('NetworkPolicy', 'direct-to-accounts').spec, { ingress: [{ from }] });
    },
    says: 'network: census → accounts:9465 is of the design and closed',
  },
  {
    what: 'a scraper that calls who keeps the accounts',
    spoil: (of) => {
      const from = [{ podSelector: {} }];
      Object.assign(of.one('NetworkPolicy', 'direct-to-accounts').spec, { ingress: [{ from }] });
      Object.assign(of.one('NetworkPolicy', 'scraper').spec, { egress: [{ to: from }] });
    },
    says: 'network: scraper → accounts:9465 is open and not of the design',
  },
  {
    what: 'an ingress that no policy lets in',
    spoil: (of) => of.remove('NetworkPolicy', 'from-ingress'),
    says: 'network: an ingress controller → gateway:3000 is of the design and closed',
  },
  {
    what: 'a gateway that two namespaces may call',
    spoil: (of) => {
      const of2 = { ingress: [] as object[] };
      Object.assign(of2, structuredClone(of.one('NetworkPolicy', 'from-ingress').spec));
      of2.ingress.push({
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'otro' } } }],
        ports: [{ port: 'http' }],
      });
      Object.assign(of.one('NetworkPolicy', 'from-ingress'), { spec: of2 });
    },
    says: 'network: otro → gateway:3000 is open and not of the design',
  },
  {
    what: 'a gateway that reaches the internet',
    spoil: (of) => {
      const to = [{ ipBlock: { cidr: '0.0.0.0/0' } }];
      Object.assign(of.one('NetworkPolicy', 'gateway').spec, { egress: [{ to, ports: [{ port: 443 }] }] });
    },
    says: 'network: gateway → outside:443 is open and not of the design',
  },
];
