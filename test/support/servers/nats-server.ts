import { execFileSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { TESTED_NATS } from '../../../shared/durable/nats-version.ts';
import { findProgram } from '../processes/find-program.ts';

const PROGRAM = 'nats-server';

/** Where `go install` puts programs. */
const goFolders = (): string[] => {
  const { GOBIN, GOPATH } = process.env;
  return [GOBIN ?? '', join(GOPATH ?? join(homedir(), 'go'), 'bin')].filter((folder) => folder !== '');
};

/** What a server says of itself; null for what is none. */
export const versionOf = (path: string): string | null => {
  try {
    const said = execFileSync(path, ['--version'], { encoding: 'utf8', timeout: 10_000 });
    return /\bv(\d\S*)/.exec(said)?.[1] ?? null;
  } catch {
    // Not there, or nothing that runs.
    return null;
  }
};

let found: string | null | undefined;

/**
 * The server that the tests run: the pinned version where Go has built it, else what the machine has. Which one it is, is
 * printed once.
 *
 * @returns its path, null when there is none
 */
export const natsServer = (): string | null => {
  if (found !== undefined) return found;
  const paths = [...goFolders().map((folder) => join(folder, PROGRAM)), findProgram(PROGRAM)];
  const known = paths.flatMap((path) => {
    const version = path === null ? null : versionOf(path);
    return path === null || version === null ? [] : [{ path, version }];
  });
  const best = known.find(({ version }) => version === TESTED_NATS) ?? known[0];
  if (best !== undefined) {
    const hint =
      best.version === TESTED_NATS ? '' : `, not ${TESTED_NATS}, which is deployed: see CONTRIBUTING.md`;
    console.log(`tests run with nats-server ${best.version} (${best.path})${hint}`);
  }
  found = best?.path ?? null;
  return found;
};
