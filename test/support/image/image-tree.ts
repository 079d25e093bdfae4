import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Child, root, startChild } from '../processes/child.ts';
import { copiesOf, instructionsOf, readDockerfile } from './dockerfile.ts';

/** What an image's folder has, without an engine to build it. */
export interface ImageTree {
  folder: string;
  /** Runs Node in the folder, with nothing in its environment but this. */
  node(args: readonly string[], env?: Record<string, string | undefined>): Child;
  remove(): void;
}

/**
 * Lays out what the Dockerfile copies for a target.
 *
 * @param packages `all`, or only those that the stage of the packages leaves
 */
export const layOut = (target: string, packages: 'all' | 'production'): ImageTree => {
  const folder = mkdtempSync(join(tmpdir(), `censo-image-${target}-`));
  for (const { source, destination } of copiesOf(instructionsOf(readDockerfile(), target))) {
    const to = destination === './' || destination === '.' ? source : destination;
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    cpSync(join(root, source), join(folder, to), { recursive: true });
  }
  mkdirSync(join(folder, 'node_modules'));
  for (const name of packages === 'all' ? installed(() => true) : productionPackages()) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    symlinkSync(join(root, name), join(folder, name));
  }
  return {
    folder,
    // Links are not followed, so that a package finds only what the image has.
    node: (args, env = {}) =>
      startChild(process.execPath, ['--preserve-symlinks', '--preserve-symlinks-main', ...args], {
        cwd: folder,
        env,
      }),
    remove: () => rmSync(folder, { recursive: true }),
  };
};

/** Makes in a folder of its own what a stage of the bundle makes, as images get it: without it they would need a bundler. */
export const makeDist = async (stage: 'bundle' | 'demo-bundle'): Promise<ImageTree> => {
  const tree = layOut(stage, 'all');
  // The bundler ends soon: a quarter of its work would be tidying up.
  const build = tree.node(['scripts/production/build.ts'], { GOGC: 'off' });
  if ((await build.ended) !== 0) throw new Error(`${stage} was not made:\n${build.output()}`);
  return tree;
};

interface Entry {
  dev?: boolean;
  optional?: boolean;
  devOptional?: boolean;
}

/** What the stage of the packages removes after `npm ci --omit=dev --omit=optional`. */
const removed = (): string[] =>
  instructionsOf(readDockerfile(), 'packages').flatMap(({ value }) => {
    const [, list] = /\brm -rf (.+)$/.exec(value) ?? [];
    return list?.split(' ') ?? [];
  });

const productionPackages = (): string[] => {
  const without = removed();
  return installed(({ dev, optional, devOptional }) => !dev && !optional && !devOptional).filter(
    (name) => !without.includes(name),
  );
};

/** Folders of packages right below `node_modules` that this machine has: those inside another package come with it. */
const installed = (wanted: (entry: Entry) => boolean): string[] => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Entry>;
  };
  return Object.entries(packages)
    .filter(([name, entry]) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(name) && wanted(entry))
    .map(([name]) => name)
    .filter((name) => existsSync(join(root, name)));
};
