import { access, constants, stat } from 'node:fs/promises';

/**
 * @throws Error when `path` is not a file that this user may run
 */
export const assertExecutable = async (path: string): Promise<void> => {
  await access(path, constants.X_OK);
  if (!(await stat(path)).isFile()) throw new Error(`${path} is not a file`);
};

/** True for a file that this user may run; a folder or a path to nothing is none. */
export const isExecutable = async (path: string): Promise<boolean> => {
  try {
    await assertExecutable(path);
    return true;
  } catch {
    // Why a usual place is empty interests nobody: the next one is tried.
    return false;
  }
};
