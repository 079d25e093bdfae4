import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Takes the `engines` of every package out of the lock file. npm runs on whatever Node the machine has: it silently leaves out
 * an optional package that asks for a newer one, such as the browser, and warns of every other; but the product runs on the
 * Node 24 that npm installs beside it. Run it after every `npm install`; a test says when it was forgotten.
 */
const FILE = 'package-lock.json';

const lock = JSON.parse(readFileSync(FILE, 'utf8')) as { packages: Record<string, { engines?: unknown }> };
// What the project itself asks for is under ''.
for (const [name, entry] of Object.entries(lock.packages)) if (name !== '') delete entry.engines;
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
