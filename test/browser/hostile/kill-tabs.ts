import { readFile } from 'node:fs/promises';
import { groupOf } from '../../support/processes/processes.ts';

/** Kills the processes of a browser's tabs, and leaves the browser. @param browser its process id */
export const killTabs = async (browser: number): Promise<void> => {
  for (const pid of groupOf(browser)) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''); // gone
    if (command.includes('--type=renderer')) process.kill(pid, 'SIGKILL');
  }
};
