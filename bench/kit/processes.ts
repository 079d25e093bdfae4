import { readFile } from 'node:fs/promises';

/** Of a second, as Linux counts a process' time. */
const TICKS = 100;
const [USER, SYSTEM] = [11, 12];

/** Seconds of a core that a process has used until now. */
export const cpuOf = async (pid: number): Promise<number> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name, in brackets, may have spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[USER]) + Number(fields[SYSTEM])) / TICKS;
};

/** The same of several together. */
export const cpuOfAll = async (pids: readonly number[]): Promise<number> =>
  (await Promise.all(pids.map(cpuOf))).reduce((sum, seconds) => sum + seconds, 0);

/** Bytes of memory that a process has to itself and holds now. */
export const memoryOf = async (pid: number): Promise<number> => {
  const [, kilobytes = '0'] =
    /^RssAnon:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1_024;
};
