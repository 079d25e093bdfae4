import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../support/processes/child.ts';
import { order } from '../kit/order.ts';
import { applyText } from './installation.ts';
import { kubectl, read } from './kubectl.ts';

/** A key pair for backups, as `censo backup-key` makes it: the secret one is for whoever restores. */
export const backupKey = async (): Promise<{ recipient: string; secret: string }> => {
  const folder = await mkdtemp(join(tmpdir(), 'censo-cluster-'));
  const file = join(folder, 'respaldos.key');
  const censo = join(root, 'scripts/production/censo.mjs');
  await order(process.execPath, [censo, 'backup-key', '--out', file]);
  const secret = await readFile(file, 'utf8');
  await rm(folder, { recursive: true });
  return { recipient: /age1\w+/.exec(secret)?.[0] ?? '', secret };
};

const JOB_S = 300;

/** Waits for a Job to be done. @returns what it printed */
const done = async (namespace: string, job: string): Promise<string> => {
  await kubectl(
    ['--namespace', namespace, 'wait', '--for=condition=complete', `job/${job}`, `--timeout=${JOB_S}s`],
    JOB_S * 1_000 + 10_000,
  );
  return kubectl(['--namespace', namespace, 'logs', `job/${job}`]);
};

/** Runs the night's backup now. */
export const backUp = async (namespace: string, recipient: string): Promise<string> => {
  await kubectl([
    '--namespace',
    namespace,
    'create',
    'configmap',
    'censo-backup',
    `--from-literal=BACKUP_RECIPIENTS=${recipient}`,
  ]);
  await kubectl(['--namespace', namespace, 'create', 'job', '--from=cronjob/backup', 'backup-now']);
  return done(namespace, 'backup-now');
};

interface CronJob {
  spec: {
    jobTemplate: {
      spec: {
        template: { spec: { containers: { env: unknown[]; volumeMounts: unknown[] }[]; volumes: unknown[] } };
      };
    };
  };
}

/** Restores what lies on the backups' volume into an empty database: a Job made of the CronJob's, with the key and the owner's address. */
export const restoreInto = async (
  namespace: string,
  databaseUrl: string,
  secret: string,
): Promise<string> => {
  await kubectl([
    '--namespace',
    namespace,
    'create',
    'secret',
    'generic',
    'restore',
    `--from-literal=key=${secret}`,
    `--from-literal=DATABASE_URL=${databaseUrl}`,
  ]);
  const { spec } = await read<CronJob>(['--namespace', namespace, 'get', 'cronjob', 'backup']);
  const template = spec.jobTemplate.spec;
  const pod = template.template.spec;
  const [container] = pod.containers;
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'restore' },
    spec: {
      ...template,
      template: {
        ...template.template,
        spec: {
          ...pod,
          containers: [
            {
              ...container,
              command: [
                'sh',
                '-c',
                'exec node scripts/production/censo.mjs restore /backups/*.age --clave /restore/key --sin-borrados',
              ],
              env: [
                { name: 'NODE_ENV', value: 'development' },
                { name: 'NATS_URL', value: 'nats://nats:4222' },
                {
                  name: 'DATABASE_URL',
                  valueFrom: { secretKeyRef: { name: 'restore', key: 'DATABASE_URL' } },
                },
              ],
              volumeMounts: [
                ...(container?.volumeMounts ?? []),
                { name: 'restore', mountPath: '/restore', readOnly: true },
              ],
            },
          ],
          volumes: [
            ...pod.volumes,
            { name: 'restore', secret: { secretName: 'restore', defaultMode: 0o440 } },
          ],
        },
      },
    },
  };
  await applyText(namespace, JSON.stringify(job));
  return done(namespace, 'restore');
};
