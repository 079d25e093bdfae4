import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';

/** What Linux keeps in memory. */
const IN_MEMORY = '/dev/shm';
/** Ten times of what the whole suite was seen to have there at one moment. */
const ENOUGH_BYTES = 8 * 1024 ** 3;

/**
 * A folder of its own whose files are kept in memory, gone when this process ends (one that was killed leaves it to the next):
 * whoever starts dozens of databases and browsers writes much that nobody will read.
 *
 * @returns undefined where there is none, too little room, or nothing may be started from there
 */
export const makeMemoryFolder = (name: string): string | undefined => {
  let folder: string | undefined;
  try {
    removeOrphans(name);
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    if (Math.min(bavail * bsize, freemem()) < ENOUGH_BYTES) return undefined;
    folder = mkdtempSync(join(IN_MEMORY, `${name}-${process.pid}-`));
    // A browser may run as somebody else, and writes there too, as below /tmp.
    chmodSync(folder, 0o1777);
  } catch {
    // No such folder on this system, or not for us: whatever the system has for temporary files will do.
    return undefined;
  }
  const made = folder;
  const remove = () => rmSync(made, { recursive: true, force: true });
  if (canStart(made)) {
    process.once('exit', remove);
    return made;
  }
  remove();
  return undefined;
};

const removeOrphans = (name: string): void => {
  for (const folder of readdirSync(IN_MEMORY)) {
    const [, pid] = new RegExp(`^${name}-(\\d+)-`).exec(folder) ?? [];
    if (pid !== undefined && !existsSync(`/proc/${pid}`))
      rmSync(join(IN_MEMORY, folder), { recursive: true, force: true });
  }
};

/** Containers often forbid it there. */
const canStart = (folder: string): boolean => {
  const program = join(folder, 'program');
  writeFileSync(program, '#!/bin/sh\nexit 0\n', { mode: 0o700 });
  return spawnSync(program).status === 0;
};
