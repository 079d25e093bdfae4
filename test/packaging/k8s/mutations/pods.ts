import type { Mutation } from './spoiler.ts';

/** Mistakes in a pod or a container. */
export const podsMutations: readonly Mutation[] = [
  {
    what: 'a container without a probe',
    spoil: (of) => delete of.container('scraper').startupProbe,
    says: 'Deployment scraper: scraper has no startupProbe',
  },
  {
    what: 'a process that is restarted when a server is away',
    spoil: (of) => Object.assign(of.container('census').livenessProbe?.httpGet ?? {}, { path: '/readyz' }),
    says: 'Deployment census: census is restarted for what only makes it not ready',
  },
  {
    what: 'a container that may take all the memory of its node',
    spoil: (of) => delete of.container('redis').resources?.limits?.memory,
    says: 'StatefulSet redis: redis has no limits.memory',
  },
  {
    what: 'an init container that says nothing of what it needs',
    spoil: (of) => delete of.workload('accounts').pod.initContainers?.[0]?.resources,
    says: 'Deployment accounts: schema has no requests.cpu',
  },
  {
    what: 'a pod that runs as root',
    spoil: (of) => Object.assign(of.workload('nats').pod.securityContext ?? {}, { runAsUser: 0 }),
    says: 'StatefulSet nats: runAsUser is not a number of its own',
  },
  {
    what: 'a pod without a system call filter',
    spoil: (of) =>
      Object.assign(of.workload('scraper').pod.securityContext ?? {}, {
        seccompProfile: { type: 'Unconfined' },
      }),
    says: 'Deployment scraper: seccompProfile is not RuntimeDefault',
  },
  {
    what: 'a root that can be written to',
    spoil: (of) =>
      Object.assign(of.container('migrate').securityContext ?? {}, { readOnlyRootFilesystem: false }),
    says: 'migrate may write to its root',
  },
  {
    what: 'a capability',
    spoil: (of) =>
      Object.assign(of.container('scraper').securityContext?.capabilities ?? {}, { add: ['SYS_ADMIN'] }),
    says: 'scraper keeps capabilities',
  },
  {
    what: 'a token of Kubernetes',
    spoil: (of) => delete of.workload('gateway').pod.automountServiceAccountToken,
    says: 'Deployment gateway: gets a token of Kubernetes',
  },
  {
    what: 'an image called latest',
    spoil: (of) => Object.assign(of.container('redis'), { image: 'redis:latest' }),
    says: 'unpinned image redis:latest',
  },
  {
    what: 'an image without a tag, from a registry with a port',
    spoil: (of) => Object.assign(of.container('redis'), { image: 'registry:5000/redis' }),
    says: 'unpinned image registry:5000/redis',
  },
  {
    what: 'a Secret',
    spoil: (of) => {
      of.manifests.push({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'censo-redis' } });
    },
    says: 'Secret censo-redis is written down',
  },
  {
    what: 'a password in a variable',
    spoil: (of) => of.container('scraper').env?.push({ name: 'TWOCAPTCHA_API_KEY', value: 'k' }),
    says: 'TWOCAPTCHA_API_KEY of scraper has a secret',
  },
  {
    what: 'a password in an address of the common settings',
    spoil: (of) =>
      Object.assign(of.one('ConfigMap', 'censo-config').data ?? {}, { NATS_URL: 'nats://u:p@nats:4222' }),
    says: 'NATS_URL has a secret',
  },
];
