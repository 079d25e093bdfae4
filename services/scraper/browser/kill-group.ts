/**
 * SIGKILL for a process and everything it started; a browser is the leader of its own process group. One that
 * is gone already is what was wanted.
 *
 * @param pid the leader's process id
 */
export const killGroup = (pid: number): void => {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
};
