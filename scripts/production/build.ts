import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeBundle } from './bundle/make.ts';

/** Makes the bundle of an image, which has no bundler: `dist`. */
const root = join(import.meta.dirname, '../..');
const dist = join(root, 'dist');
await rm(dist, { recursive: true, force: true });
await makeBundle(root, dist);
