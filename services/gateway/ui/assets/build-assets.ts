import { join } from 'node:path';
import { build, stop } from 'esbuild';

const sources = join(import.meta.dirname, '../../../../public');

/** What pages name → its source. What a source imports, be it of a package or shared with the server, goes into it. */
const entries = {
  app: join(sources, 'scripts/app.ts'),
  'logged-in': join(sources, 'scripts/logged-in.ts'),
  passkeys: join(sources, 'scripts/account/passkeys.ts'),
  proof: join(sources, 'scripts/account/proof.ts'),
  'proof-worker': join(sources, 'scripts/account/proof-worker.ts'),
  sw: join(sources, 'worker/sw.ts'),
  styles: join(sources, 'styles/app.css'),
  favicon: join(sources, 'favicon.svg'),
  'icon-180': join(sources, 'pictures/icon-180.png'),
  'icon-192': join(sources, 'pictures/icon-192.png'),
  'icon-512': join(sources, 'pictures/icon-512.png'),
  'icon-full-512': join(sources, 'pictures/icon-full-512.png'),
  share: join(sources, 'pictures/share.png'),
};

/** Browsers of the last five years: Chrome and Firefox of 2021, Safari 15. */
const TARGET = ['chrome94', 'firefox93', 'safari15'];

/**
 * Bundles and minifies the browser's side of the portal.
 *
 * @returns each file by its name, `app.js`
 */
export const buildAssets = async (): Promise<Map<string, Uint8Array>> => {
  const { outputFiles } = await build({
    entryPoints: entries,
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: TARGET,
    outdir: sources,
    loader: { '.svg': 'copy', '.png': 'copy' },
    legalComments: 'none',
    logLevel: 'silent',
  });
  // Its helper process would stay as long as ours.
  await stop();
  return new Map(outputFiles.map(({ path, contents }) => [path.slice(sources.length + 1), contents]));
};
