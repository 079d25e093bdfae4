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

/** Mistakes that Kubernetes would do as it is told. */
export const ruleMutations: readonly Mutation[] = [
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
  {
    what: 'a migration without a name of its own',
    spoil: (of) => Object.assign(of.one('Job', 'migrate').metadata, { name: 'migrate' }),
    says: 'asks for the name migrate-0-1-0',
  },
  {
    what: 'a migration that a setting changes',
    spoil: (of) => {
      const { name } = of.one('ConfigMap', 'censo-config').metadata;
      Object.assign(of.container('migrate'), { envFrom: [{ configMapRef: { name } }] });
    },
    says: 'Job migrate-0-1-0 reads censo-config-',
  },
  {
    what: 'no migration',
    spoil: (of) => of.remove('Job', 'migrate'),
    says: 'no Job migrates',
  },
  {
    what: 'a service that does not wait for its schema',
    spoil: (of) => delete of.workload('census').pod.initContainers,
    says: 'Deployment census does not wait for its schema',
  },
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
    what: 'a gateway that reaches Redis',
    spoil: (of) => {
      const peers = [{ podSelector: {} }];
      Object.assign(of.one('NetworkPolicy', 'redis').spec, { ingress: [{ from: peers }] });
      Object.assign(of.one('NetworkPolicy', 'gateway').spec, { egress: [{ to: peers }] });
    },
    says: 'network: gateway → redis:6379 is open and not of the design',
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
    what: 'a port that the settings moved away from its name',
    spoil: (of) => Object.assign(of.one('ConfigMap', 'censo-config').data ?? {}, { DIRECT_PORT: '9466' }),
    says: 'Deployment accounts: accounts: listens on 9466 and calls 9465 its port direct',
  },
  {
    what: 'a gateway that reaches the internet',
    spoil: (of) => {
      const to = [{ ipBlock: { cidr: '0.0.0.0/0' } }];
      Object.assign(of.one('NetworkPolicy', 'gateway').spec, { egress: [{ to, ports: [{ port: 443 }] }] });
    },
    says: 'network: gateway → outside:443 is open and not of the design',
  },
  {
    what: 'a setting that nothing reads',
    spoil: (of) => Object.assign(of.one('ConfigMap', 'censo-config').data ?? {}, { SPACING: '5000' }),
    says: 'no process reads SPACING',
  },
  {
    what: 'a setting that the portal refuses',
    spoil: (of) => Object.assign(of.one('ConfigMap', 'censo-config').data ?? {}, { SPACING_MS: '1000' }),
    says: 'SPACING_MS=1000 es menor que 5000',
  },
  {
    what: 'a scraper without Redis',
    spoil: (of) => delete of.container('scraper').env,
    says: 'REDIS_URL es obligatoria',
  },
  {
    what: 'settings that are not there',
    spoil: (of) => of.remove('ConfigMap', 'censo-config'),
    says: 'there is no ConfigMap censo-config',
  },
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

/** Mistakes in what may be added to production (k8s/components). */
export const componentMutations: readonly Mutation[] = [
  {
    what: 'a route that cuts streams',
    spoil: (of) => {
      const [rule] = of.one<{ rules: object[] }>('HTTPRoute', 'gateway').spec.rules;
      Object.assign(rule ?? {}, { timeouts: { request: '30s', backendRequest: '0s' } });
    },
    says: 'HTTPRoute gateway cuts event streams after 30s',
  },
  {
    what: 'a route that leads nowhere',
    spoil: (of) => of.remove('Service', 'gateway'),
    says: 'HTTPRoute gateway: there is no Service gateway',
  },
  {
    what: 'a route of no gateway',
    spoil: (of) => of.remove('Gateway', 'censo'),
    says: 'HTTPRoute gateway: there is no Gateway censo',
  },
  {
    what: 'a field that a route does not have',
    spoil: (of) => Object.assign(of.one('HTTPRoute', 'gateway').spec, { hosts: ['censo.example.org'] }),
    says: 'HTTPRoute gateway: Object literal may only specify known properties',
  },
  {
    what: 'a monitor that finds no pod',
    spoil: (of) =>
      Object.assign(of.one('PodMonitor', 'censo').spec, { selector: { matchLabels: { app: 'x' } } }),
    says: 'PodMonitor censo selects no pod',
  },
  {
    what: 'a monitor that asks a port that is not there',
    spoil: (of) =>
      Object.assign(of.one('PodMonitor', 'censo').spec, { podMetricsEndpoints: [{ port: 'metricas' }] }),
    says: 'PodMonitor censo asks a port metricas that not every pod has',
  },
  {
    what: 'a monitor whose metrics no alert would see',
    spoil: (of) => {
      const [endpoint] = of.one<{ podMetricsEndpoints: object[] }>('PodMonitor', 'censo').spec
        .podMetricsEndpoints;
      Object.assign(endpoint ?? {}, { relabelings: [] });
    },
    says: 'PodMonitor censo does not say job="censo"',
  },
];
