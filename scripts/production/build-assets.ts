import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtFolder } from '../../services/gateway/ui/assets/assets.ts';
import { buildAssets } from '../../services/gateway/ui/assets/build-assets.ts';

/** Makes the browser's side of the portal ahead of the start, for an image that has no bundler. */
await rm(builtFolder, { recursive: true, force: true });
await mkdir(builtFolder, { recursive: true });
for (const [name, contents] of await buildAssets()) {
  await writeFile(join(builtFolder, name), contents);
  console.log(`${name}: ${contents.length} bytes`);
}
