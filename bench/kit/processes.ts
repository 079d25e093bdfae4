import { readdir, readFile } from 'node:fs/promises';

/** Of a second, as Linux counts a process' time. */
const TICKS = 100;
/** Places after the name: who started it, its own time, and that of its children that have ended. */
const [PARENT, USER, SYSTEM, ENDED_USER, ENDED_SYSTEM] = [1, 11, 12, 13, 14];

/** @throws Error when it is gone */
const statOf = async (pid: number): Promise<string[]> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name, in brackets, may have spaces.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
};

const secondsOf = (fields: readonly string[], places: readonly number[]): number =>
  places.reduce((sum, place) => sum + Number(fields[place] ?? 0), 0) / TICKS;

/** Nanoseconds that its threads ran; a thread that has ended is not in it, nor is anything where the kernel does not say. */
const ranOf = async (pid: number): Promise<number> => {
  const threads = await readdir(`/proc/${pid}/task`);
  const ran = threads.map(async (thread) => {
    const [text = ''] = (await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8')).split(' ', 1);
    return Number(text);
  });
  return (await Promise.all(ran)).reduce((sum, one) => sum + one, 0);
};

/**
 * Seconds of a core that a process has used until now: to the nanosecond where the kernel says so, for a hundredth of a second is
 * all that thousands of streams take in one.
 */
export const cpuOf = async (pid: number): Promise<number> => {
  const ran = await ranOf(pid).catch(() => 0);
  return ran > 0 ? ran / 1e9 : secondsOf(await statOf(pid), [USER, SYSTEM]);
};

/** The same of several together. */
export const cpuOfAll = async (pids: readonly number[]): Promise<number> =>
  (await Promise.all(pids.map(cpuOf))).reduce((sum, seconds) => sum + seconds, 0);

/** The same of a process and all that came of it, those that have ended since and were waited for too. */
export const cpuOfTree = async (root: number): Promise<number> => {
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const stats = new Map<number, string[]>();
  for (const pid of pids) {
    // It may have ended meanwhile.
    const fields = await statOf(pid).catch(() => null);
    if (fields !== null) stats.set(pid, fields);
  }
  const tree = new Set([root]);
  // Children have higher numbers than their parents, unless the numbers began again: then one more pass finds them.
  for (let before = 0; before < tree.size; ) {
    before = tree.size;
    for (const [pid, fields] of stats) if (tree.has(Number(fields[PARENT]))) tree.add(pid);
  }
  return [...tree].reduce(
    (sum, pid) => sum + secondsOf(stats.get(pid) ?? [], [USER, SYSTEM, ENDED_USER, ENDED_SYSTEM]),
    0,
  );
};

/** Bytes of memory that a process has to itself and holds now. */
export const memoryOf = async (pid: number): Promise<number> => {
  const [, kilobytes = '0'] =
    /^RssAnon:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1_024;
};
