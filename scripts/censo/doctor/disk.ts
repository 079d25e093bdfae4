import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../../../shared/config/config.ts';
import { type Check, fault, notice, ok } from './check.ts';

const MIB = 1_048_576;
/** Postgres stops when it cannot write. */
const LEAST_MIB = 200;
const LITTLE_MIB = 1_024;

/** What a number of free MiB means. */
export const judgeDisk = (freeMib: number, folder: string) => {
  const detail = `${freeMib} MiB libres en ${folder}`;
  if (freeMib < LEAST_MIB) return fault(detail, 'Libere espacio ya: sin él la base de datos se detiene.');
  if (freeMib < LITTLE_MIB) return notice(detail, 'Queda poco espacio: libere, o amplíe el disco.');
  return ok(detail);
};

/** Room where the portal keeps its data. */
export const diskCheck = ({ dataDir }: Config): Check => ({
  name: 'Disco',
  async look() {
    let folder = dataDir;
    while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
    const { bavail, bsize } = await statfs(folder);
    return judgeDisk(Math.floor((bavail * bsize) / MIB), folder);
  },
});
