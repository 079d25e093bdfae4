import type { Overlay } from './overlay.ts';

/** Namespaces of this run alone. */
export const spaces = {
  namespace: 'censo-acceptance',
  postgres: 'censo-acceptance-postgres',
  ingress: 'censo-acceptance-ingress',
  monitoring: 'censo-acceptance-monitoring',
} as const;

const from = (policy: string, namespace: string) => ({
  target: { kind: 'NetworkPolicy', name: policy },
  patch: `[{ "op": "replace", "path": "/spec/ingress/0/from/0/namespaceSelector/matchLabels", "value": { "kubernetes.io/metadata.name": "${namespace}" } }]`,
});

/**
 * Production as it is shipped, with the simulator in place of the official page: for a page without TLS a process does not run
 * with NODE_ENV=production. Where there is one node alone, all three servers of NATS are on it.
 */
export const productionOverlay: Overlay = {
  namespace: spaces.namespace,
  resources: ['k8s/overlays/production', 'k8s/simulator'],
  components: ['k8s/components/backup'],
  settings: ['NODE_ENV=development', 'REGISTRADURIA_URL=http://simulator:8081/consultar/'],
  patches: [
    from('from-ingress', spaces.ingress),
    from('metrics', spaces.monitoring),
    {
      target: { kind: 'StatefulSet', name: 'nats' },
      patch:
        '[{ "op": "replace", "path": "/spec/template/spec/topologySpreadConstraints/0/whenUnsatisfiable", "value": "ScheduleAnyway" }]',
    },
    {
      target: { kind: 'PersistentVolumeClaim', name: 'backups' },
      patch: '[{ "op": "replace", "path": "/spec/resources/requests/storage", "value": "1Gi" }]',
    },
    {
      target: { kind: 'Deployment', name: 'simulator' },
      patch:
        '[{ "op": "add", "path": "/spec/template/spec/containers/0/env/-", "value": { "name": "LOG_LEVEL", "value": "info" } }]',
    },
  ],
};
