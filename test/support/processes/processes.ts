import { readdirSync, readFileSync } from 'node:fs';

const read = (pid: number, file: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // It ended while we looked, or is not ours.
  }
};

/** True where processes can be listed. */
export const canListProcesses = process.platform === 'linux';

const pids = (): number[] =>
  canListProcesses
    ? readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map(Number)
    : [];

/** Living processes whose environment has this text: what a test started with it, and all that came of that. */
export const processesWith = (text: string): number[] =>
  pids().filter((pid) => read(pid, 'environ').includes(text) && !/^State:\s+Z/m.test(read(pid, 'status')));

/** True when a SIGSTOP has reached all of it. */
export const standsStill = (pid: number): boolean => /^State:\s+T/m.test(read(pid, 'status'));

/** Living processes that this one started itself. */
export const childrenOf = (pid: number): number[] =>
  read(pid, `task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number);

/** Signals a process that may end by itself in the meantime. */
export const signalIfThere = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

/** Living processes of this process group, such as a browser (its leader) with all of its helpers. */
export const groupOf = (leader: number): number[] =>
  pids().filter((pid) => {
    const stat = read(pid, 'stat');
    // "pid (name) state parent group …"; the name may hold spaces and brackets.
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(group) === leader && state !== 'Z';
  });

/** Its program and parameters in one line. */
export const commandOf = (pid: number): string => read(pid, 'cmdline').trim();

/** Browsers, without their helper processes, whose environment has this text. */
export const browsersWith = (text: string): number[] =>
  processesWith(text).filter((pid) => {
    const command = commandOf(pid);
    return command.includes('--remote-debugging') && !command.includes('--type=');
  });
