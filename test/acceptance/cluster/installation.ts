import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../support/processes/child.ts';
import { order } from '../kit/order.ts';
import { administrator } from '../kit/people-steps.ts';
import { askKubectl, kubectl } from './kubectl.ts';
import { type Overlay, writeOverlay } from './overlay.ts';

/** A portal in a namespace of its own. */
export interface Installation {
  namespace: string;
  /** `kubectl apply -k` of a release's folder. @returns what kubectl says, a line an object */
  apply(release: string, parameters?: readonly string[]): Promise<string[]>;
  /** The same, and what the release before had and this one has not goes: once everything is replaced. */
  settle(release: string): Promise<string[]>;
  /** What `kubectl diff -k` of a release's folder says: nothing, when all is as it says. */
  differences(release: string): Promise<string>;
  /** Secrets of all, as `censo keys --kubernetes` makes them, and the first administrator's. */
  makeSecrets(databaseUrl?: string): Promise<void>;
}

const APPLY_MS = 300_000;

/** What all objects of the overlays are labelled with, and what may go of it (k8s/README.md). */
const PART = 'app.kubernetes.io/part-of=censo-vivo';
const pruned = [
  ...['ConfigMap', 'Service', 'ServiceAccount'].map((kind) => `core/v1/${kind}`),
  ...['Deployment', 'StatefulSet'].map((kind) => `apps/v1/${kind}`),
  ...['Job', 'CronJob'].map((kind) => `batch/v1/${kind}`),
  ...['NetworkPolicy', 'Ingress'].map((kind) => `networking.k8s.io/v1/${kind}`),
  'policy/v1/PodDisruptionBudget',
  'autoscaling/v2/HorizontalPodAutoscaler',
];

export const createInstallation = (overlay: Overlay): Installation => {
  const { namespace } = overlay;
  const folders = new Map<string, Promise<string>>();
  const folderOf = (release: string): Promise<string> => {
    const folder = folders.get(release) ?? writeOverlay(release, overlay);
    folders.set(release, folder);
    return folder;
  };
  const apply = async (release: string, parameters: readonly string[] = []): Promise<string[]> => {
    const said = await kubectl(['apply', '--kustomize', await folderOf(release), ...parameters], APPLY_MS);
    return said.split('\n').filter((line) => line !== '');
  };
  return {
    namespace,
    apply,
    settle: (release) =>
      apply(release, ['--prune', '--selector', PART, ...pruned.map((kind) => `--prune-allowlist=${kind}`)]),
    async differences(release) {
      const { code, stdout, stderr } = await askKubectl(
        ['diff', '--kustomize', await folderOf(release)],
        APPLY_MS,
      );
      // One is a difference, more is a fault.
      if (code > 1 || code < 0) throw new Error(stderr);
      return stdout;
    },
    async makeSecrets(databaseUrl) {
      const keys = await order(
        process.execPath,
        [join(root, 'scripts/production/censo.mjs'), 'keys', '--kubernetes'],
        databaseUrl === undefined ? {} : { env: { DATABASE_URL: databaseUrl } },
      );
      await applyText(namespace, keys);
      const { cedula, password } = administrator;
      await kubectl([
        ...['--namespace', namespace, 'create', 'secret', 'generic', 'censo-admin'],
        ...[`--from-literal=cedula=${cedula}`, `--from-literal=password=${password}`],
      ]);
    },
  };
};

/** `kubectl apply -f` of a text. */
export const applyText = async (namespace: string, text: string): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'censo-cluster-'));
  const file = join(folder, 'objects.json');
  await writeFile(file, text, { mode: 0o600 });
  await kubectl(['--namespace', namespace, 'apply', '--filename', file]);
  await rm(folder, { recursive: true });
};

/** A namespace in which only what is shut in may run, as those of the overlays. */
export const makeNamespace = async (name: string): Promise<void> => {
  await kubectl(['create', 'namespace', name]);
  await kubectl(['label', 'namespace', name, 'pod-security.kubernetes.io/enforce=restricted']);
};

const GONE_MS = 300_000;

/** Namespaces go, with all that is in them. @returns those that are still there */
export const removeNamespaces = async (names: readonly string[]): Promise<string[]> => {
  await askKubectl(
    ['delete', 'namespace', ...names, '--ignore-not-found', `--timeout=${GONE_MS / 1_000}s`],
    GONE_MS + 10_000,
  );
  const left = await Promise.all(names.map((name) => askKubectl(['get', 'namespace', name])));
  return names.filter((_, index) => left[index]?.code === 0);
};
