import { filesOf } from './files.ts';
import type { Secrets } from './secrets.ts';

/**
 * A Secret of Kubernetes for each reader, `censo-<reader>`, as one list that `kubectl apply -f -` takes.
 *
 * @param left readers whose secret somebody else makes
 */
export const kubernetesSecrets = (secrets: Secrets, left: readonly string[] = []): string => {
  const items = Object.entries(filesOf(secrets))
    .filter(([reader]) => !left.includes(reader))
    .map(([reader, stringData]) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: `censo-${reader}`, labels: { app: 'censo-vivo', service: reader } },
      type: 'Opaque',
      stringData,
    }));
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 2);
};
