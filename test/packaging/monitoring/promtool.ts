import { spawnSync } from 'node:child_process';

const MISSING =
  'promtool is missing, so rules and metrics are not checked: apt-get install --no-install-recommends prometheus';
/** It takes 2 s when it has a core for itself. */
const TIMEOUT_MS = 120_000;

/**
 * Runs Prometheus' own checker.
 *
 * @returns null when it found nothing wrong, else what it said
 * @throws Error when it did not end within 2 min
 */
export const promtool = (args: readonly string[], input = ''): string | null => {
  const { status, stdout, stderr, error } = spawnSync('promtool', args, {
    input,
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
    // It ends soon: a third of its work would be tidying up.
    env: { GOGC: '400', ...process.env },
  });
  if (error !== undefined) throw error;
  return status === 0 ? null : `${stdout}${stderr}`;
};

/** Why promtool cannot be asked on this machine; null when it can. */
export const promtoolMissing = (): string | null =>
  spawnSync('promtool', ['--version'], { timeout: TIMEOUT_MS }).status === 0 ? null : MISSING;
