import { readdir, readFile } from 'node:fs/promises';

interface Process {
  pid: number;
  parent: number;
}

/** Every living process of this machine, zombies not counted. Linux only. */
const processes = async (): Promise<Process[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found: Process[] = [];
  for (const pid of pids) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''); // gone in the meantime
    // "pid (name) state parent …"; the name may hold spaces and brackets.
    const [state = 'Z', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state !== 'Z') found.push({ pid: Number(pid), parent: Number(parent) });
  }
  return found;
};

/** Ids of the children of a process, and of theirs. */
export const descendantsOf = async (ancestor: number): Promise<number[]> => {
  const all = await processes();
  const childrenOf = (pid: number): number[] =>
    all.filter(({ parent }) => parent === pid).flatMap((child) => [child.pid, ...childrenOf(child.pid)]);
  return childrenOf(ancestor);
};

/** Those of these processes that still live. */
export const living = async (pids: readonly number[]): Promise<number[]> =>
  (await processes()).map(({ pid }) => pid).filter((pid) => pids.includes(pid));
