/** Kinds that a cluster learns from elsewhere; all others are Kubernetes' own. */
const OTHERS: Readonly<Record<string, string>> = {
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api',
};

/** The module with the schemas and types of an API version's kinds. */
export const moduleOf = (apiVersion: string): string =>
  `${OTHERS[apiVersion.split('/')[0] ?? ''] ?? 'kubernetes-models'}/${apiVersion}`;
