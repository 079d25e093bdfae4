import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { faultsOf } from './faults.ts';
import { billOfMaterials } from './sbom.ts';

/**
 * Builds the images as compose names them, says how large each is, looks into each for what an image must not have, and writes
 * beside it what it is made of (CycloneDX, in .images): `npm run images`. `NODE_IMAGE` is another image to begin from.
 */

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const BUILD_MS = 1_200_000;
const names = { portal: 'censo-vivo', scraper: 'censo-vivo-scraper', demo: 'censo-vivo-demo' } as const;

const order = async (program: string, parameters: readonly string[]): Promise<string> =>
  (await run(program, [...parameters], { cwd: root, timeout: BUILD_MS, maxBuffer: 256 * 1024 * 1024 }))
    .stdout;

const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
const revision = (await order('git', ['rev-parse', 'HEAD'])).trim();
const from = process.env.NODE_IMAGE;
const folder = join(root, '.images');
await mkdir(folder, { recursive: true });

const MB = 1_000_000;
let clean = true;
for (const [target, name] of Object.entries(names)) {
  const image = `${name}:${version}`;
  await order('docker', [
    ...['build', '--network', 'host', '--quiet', '--target', target, '--tag', image],
    ...['--build-arg', `VERSION=${version}`, '--build-arg', `REVISION=${revision}`],
    ...(from === undefined ? [] : ['--build-arg', `NODE=${from}`]),
    '.',
  ]);
  const size = Number(await order('docker', ['image', 'inspect', '--format', '{{.Size}}', image]));
  // As a registry keeps it.
  const packed = Number(await order('sh', ['-c', 'docker save "$0" | gzip | wc -c', image]));
  const bill = await billOfMaterials({ image, version, order });
  await writeFile(join(folder, `${name}.cdx.json`), JSON.stringify(bill, null, 2));
  const faults = await faultsOf(image, order);
  console.log(
    `${image}: ${(size / MB).toFixed(0)} MB, ${(packed / MB).toFixed(0)} MB compressed; ${bill.components.length} components in .images/${name}.cdx.json`,
  );
  for (const fault of faults) console.error(`  ${fault}`);
  clean &&= faults.length === 0;
}
process.exitCode = clean ? 0 : 1;
