import type { Mutation } from './spoiler.ts';

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
    what: 'a backup that may write where it likes',
    spoil: (of) =>
      Object.assign(of.container('backup').securityContext ?? {}, { readOnlyRootFilesystem: false }),
    says: 'CronJob backup: backup may write to its root',
  },
  {
    what: 'a backup that reaches no Postgres',
    spoil: (of) => {
      const [rule] = of.one<{ podSelector: { matchExpressions: { values: string[] }[] } }>(
        'NetworkPolicy',
        'to-postgres',
      ).spec.podSelector.matchExpressions;
      rule?.values.pop();
    },
    says: 'network: backup → outside:5432 is of the design and closed',
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
