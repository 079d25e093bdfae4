import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Takes the `engines` of `@sparticuz/chromium` out of the lock file. npm runs on whatever Node the machine has and
 * silently leaves out an optional package that asks for a newer one, but the product runs on the Node 24 that npm
 * installs beside it. Run it after every `npm install`; a test says when it was forgotten.
 */
const FILE = 'package-lock.json';
const NAME = 'node_modules/@sparticuz/chromium';

const lock = JSON.parse(readFileSync(FILE, 'utf8')) as { packages: Record<string, { engines?: unknown }> };
const entry = lock.packages[NAME];
if (entry === undefined) throw new Error(`${NAME} is not in ${FILE}`);
delete entry.engines;
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
