import { attempt, order } from '../kit/order.ts';

/**
 * SIGKILL for a container's process, as when it crashes: the engine starts it again by its restart policy. Who may not do that
 * to the engine's processes uses `docker kill`, which counts as a wish, and starts it by hand.
 *
 * @returns which of the two it was
 */
export const kill = async (container: string): Promise<'crash' | 'docker kill'> => {
  const pid = Number(await order('docker', ['inspect', '--format', '{{.State.Pid}}', container]));
  // The init of a container is above the process: both go.
  const { code } = await attempt('kill', ['-9', String(pid)]);
  if (code === 0) return 'crash';
  await order('docker', ['kill', container]);
  await order('docker', ['start', container]);
  return 'docker kill';
};

/** How often the engine has started a container anew by itself. */
export const restartsOf = async (container: string): Promise<number> =>
  Number(await order('docker', ['inspect', '--format', '{{.RestartCount}}', container]));
