import { randomBytes } from 'node:crypto';
import { createInstallation, makeNamespace } from './installation.ts';
import { kubectl } from './kubectl.ts';
import { allReady } from './pods.ts';

/** A Postgres outside of the portal's namespace, as somebody else's. */
export interface Outside {
  namespace: string;
  url: string;
  /** What psql says to a statement, without any more words. */
  ask(statement: string, database?: string): Promise<string>;
}

const unguarded = (name: string) => ({
  patch: `{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: ${name} }, $patch: delete }`,
});

export const startPostgres = async (release: string, namespace: string): Promise<Outside> => {
  const password = randomBytes(16).toString('hex');
  await makeNamespace(namespace);
  await kubectl([
    ...['--namespace', namespace, 'create', 'secret', 'generic', 'censo-postgres'],
    `--from-literal=POSTGRES_PASSWORD=${password}`,
  ]);
  const patches = [unguarded('postgres'), unguarded('to-postgres')];
  await createInstallation({ namespace, resources: ['k8s/servers/postgres'], patches }).apply(release);
  await allReady(namespace);
  return {
    namespace,
    url: `postgres://censo:${password}@postgres.${namespace}:5432/censo`,
    ask: async (statement, database = 'censo') =>
      (
        await kubectl([
          ...['--namespace', namespace, 'exec', 'postgres-0', '--'],
          ...[
            'psql',
            '--username=censo',
            `--dbname=${database}`,
            '--no-psqlrc',
            '--tuples-only',
            '--no-align',
          ],
          ...['--command', statement],
        ])
      ).trim(),
  };
};
