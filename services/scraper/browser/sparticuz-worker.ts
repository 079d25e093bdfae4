import { workerData } from 'node:worker_threads';

/**
 * Runs the package's own `inflate` in a thread whose TMPDIR is the staging folder: `inflate` always writes to
 * `os.tmpdir()`, and changing TMPDIR in the whole process would move everybody's temporary files. A thread,
 * unlike a process, also ends with a worker that is killed.
 */
interface Package {
  inflate(file: string): Promise<string>;
}

const isPackage = (loaded: unknown): loaded is Package =>
  typeof loaded === 'object' &&
  loaded !== null &&
  'inflate' in loaded &&
  typeof loaded.inflate === 'function';

const { entry, archives } = workerData as { entry: string; archives: string[] }; // set by sparticuz.ts alone
const loaded: unknown = await import(entry);
if (!isPackage(loaded)) throw new Error(`${entry} has no inflate()`);
await Promise.all(archives.map((archive) => loaded.inflate(archive)));
