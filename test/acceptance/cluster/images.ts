import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasStandIns } from '../kit/engine.ts';
import { order } from '../kit/order.ts';

/** What the manifests call the images of the servers, and what stands in for them where no registry is reached. */
const standIns: Readonly<Record<string, string>> = {
  nats: 'censo-stand-in/nats:2.11.8',
  redis: 'censo-stand-in/redis:bookworm',
  postgres: 'censo-stand-in/postgres:bookworm',
  'prom/prometheus': 'censo-stand-in/prometheus:3.5.0',
  'registry.k8s.io/prometheus-adapter/prometheus-adapter': 'censo-stand-in/prometheus-adapter:0.12.0',
  'registry.k8s.io/metrics-server/metrics-server': 'censo-stand-in/metrics-server:0.8.0',
};

/** For a kustomization: which images are taken instead. */
export const replacedImages = hasStandIns
  ? Object.entries(standIns).map(([name, image]) => {
      const [newName, newTag] = image.split(':');
      return { name, newName, newTag };
    })
  : [];

const targets = { portal: 'censo-vivo', scraper: 'censo-vivo-scraper', demo: 'censo-vivo-demo' } as const;
const BUILD_MS = 1_500_000;

/** Builds a release's images, as its own Dockerfile does, and brings them into the cluster, unless IMAGES=ready says that they are there. */
export const bringImages = async (folder: string): Promise<void> => {
  if (process.env.IMAGES === 'ready') return;
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  const images = Object.entries(targets).map(([target, name]) => ({ target, image: `${name}:${version}` }));
  const node = hasStandIns ? ['--build-arg', 'NODE=censo-stand-in/node:24.21.0-bookworm-slim'] : [];
  for (const { target, image } of images)
    await order(
      'docker',
      [
        ...['build', '--network', 'host', '--quiet', '--target', target, '--tag', image],
        ...['--build-arg', `VERSION=${version}`, ...node, '.'],
      ],
      { cwd: folder, timeoutMs: BUILD_MS, env: { DOCKER_BUILDKIT: '1' } },
    );
  await load(images.map(({ image }) => image));
};

/** Those of the servers, or of what makes figures for a scaler, where they cannot be pulled. */
export const bringStandIns = (names: readonly string[]): Promise<void> =>
  load(
    hasStandIns
      ? Object.entries(standIns)
          .filter(([name]) => names.includes(name.split('/').at(-1) ?? ''))
          .map(([, image]) => image)
      : [],
  );

const load = async (images: readonly string[]): Promise<void> => {
  for (const image of images)
    await order('sh', ['-c', `${process.env.LOAD_IMAGES} "$0"`, image], { timeoutMs: BUILD_MS });
};
