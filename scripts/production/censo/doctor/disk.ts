import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../../../../shared/config/config.ts';
import { type Check, fault, notice, ok } from './check.ts';

const MIB = 1_048_576;
/** Postgres and the browser stop when they cannot write. */
const LEAST_MIB = 200;
/** With a database, which grows. */
const LITTLE_MIB = 1_024;
/** With a browser alone, whose profiles are removed again: a container's `/tmp` may have one GiB in all. */
const LITTLE_FOR_BROWSER_MIB = 400;

/** What a number of free MiB means. */
export const judgeDisk = (freeMib: number, folder: string, keepsData = true) => {
  const detail = `${freeMib} MiB libres en ${folder}`;
  if (freeMib < LEAST_MIB)
    return fault(
      detail,
      'Libere espacio ya: sin él se detiene lo que escribe ahí (la base de datos, el navegador).',
    );
  if (freeMib < (keepsData ? LITTLE_MIB : LITTLE_FOR_BROWSER_MIB))
    return notice(detail, 'Queda poco espacio: libere, o amplíe el disco.');
  return ok(detail);
};

/** Room where the portal keeps its data, and the browser its profiles. */
export const diskCheck = ({ dataDir }: Config, keepsData: boolean): Check => ({
  name: 'Disco',
  async look() {
    let folder = dataDir;
    while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
    const { bavail, bsize } = await statfs(folder);
    return judgeDisk(Math.floor((bavail * bsize) / MIB), folder, keepsData);
  },
});
