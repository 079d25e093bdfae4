import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { stringify } from 'yaml';
import { replacedImages } from './images.ts';

/** A kustomization over one of a release's, with what a test changes about it. */
export interface Overlay {
  namespace: string;
  /** Folders of the release, such as `k8s/overlays/demo`. */
  resources: readonly string[];
  components?: readonly string[];
  /** Literals for censo-config. */
  settings?: readonly string[];
  patches?: readonly { target?: Record<string, string>; patch: string }[];
}

/** Small requests: a machine for tests has few cores, and requests are all that a scheduler looks at. */
const small = {
  target: { kind: 'Deployment', name: 'scraper' },
  patch:
    '[{ "op": "replace", "path": "/spec/template/spec/containers/0/resources/requests", "value": { "cpu": "50m", "memory": "256Mi" } }]',
};

/** Writes it. @returns the folder for `kubectl apply -k` */
export const writeOverlay = async (release: string, overlay: Overlay): Promise<string> => {
  const { namespace, resources, components = [], settings = [], patches = [] } = overlay;
  const folder = join(await mkdtemp(join(await realpath(tmpdir()), 'censo-cluster-')), 'overlay');
  await mkdir(folder);
  const path = (name: string): string => relative(folder, join(release, name));
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace,
    resources: resources.map(path),
    components: components.map(path),
    images: replacedImages,
    patches: resources.some((name) => name.startsWith('k8s/overlays/')) ? [small, ...patches] : patches,
    ...(settings.length === 0
      ? {}
      : { configMapGenerator: [{ name: 'censo-config', behavior: 'merge', literals: settings }] }),
  };
  await writeFile(join(folder, 'kustomization.yaml'), stringify(kustomization));
  return folder;
};
