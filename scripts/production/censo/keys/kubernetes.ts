import { filesOf } from './files.ts';
import type { Secrets } from './secrets.ts';

/**
 * A Secret of Kubernetes for each reader, `censo-<reader>`, as one list that `kubectl apply -f -` takes.
 *
 * @param outside the address of a Postgres that is somebody else's, which then has no Secret of its own
 */
export const kubernetesSecrets = (secrets: Secrets, outside?: string): string => {
  const items = Object.entries(filesOf(secrets, outside))
    .filter(([reader]) => outside === undefined || reader !== 'postgres')
    .map(([reader, stringData]) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: `censo-${reader}`, labels: { app: 'censo-vivo', service: reader } },
      type: 'Opaque',
      stringData,
    }));
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 2);
};
