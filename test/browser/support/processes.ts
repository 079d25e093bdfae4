import { readdir, readFile } from 'node:fs/promises';

const pids = async (): Promise<string[]> =>
  process.platform === 'linux' ? (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)) : [];

/** Processes that were started with this TMPDIR, such as a browser with all of its helpers; zombies are none. */
export const processesOf = async (tmpDir: string): Promise<number[]> => {
  const found: number[] = [];
  for (const pid of await pids()) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => ''); // gone, or not ours
    if (environment.includes(`TMPDIR=${tmpDir}`)) found.push(Number(pid));
  }
  return found;
};

/** Names of the profile folders there. */
export const profilesIn = async (tmpDir: string): Promise<string[]> =>
  (await readdir(tmpDir)).filter((name) => name.startsWith('playwright_chromiumdev_profile-'));

/** Living processes of this process group, such as a browser (its leader) with all of its helpers. */
export const groupOf = async (leader: number): Promise<number[]> => {
  const found: number[] = [];
  for (const pid of await pids()) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''); // gone
    // "pid (name) state parent group …"; the name may hold spaces and brackets.
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(group) === leader && state !== 'Z') found.push(Number(pid));
  }
  return found;
};
