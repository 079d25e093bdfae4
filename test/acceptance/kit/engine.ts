import { readDockerfile } from '../../support/image/dockerfile.ts';
import { attempt } from './order.ts';

/** Stand-ins for official images, where no registry can be reached (test/acceptance/stand-ins). */
export const hasStandIns = process.env.STAND_INS === '1';

/**
 * Whether containers can be run here.
 *
 * @returns null, or in one line why not
 */
export const whyNoEngine = async (): Promise<string | null> => {
  for (const [parameters, what] of [
    [['info', '--format', '{{.ServerVersion}}'], 'no container engine answers'],
    [['compose', 'version'], 'there is no docker compose'],
  ] as const) {
    const { code, stderr } = await attempt('docker', parameters, { timeoutMs: 30_000 });
    if (code !== 0)
      return `${what} (docker ${parameters.join(' ')}: ${stderr.trim().split('\n').at(-1) ?? ''})`;
  }
  const official = readDockerfile()[0]?.from ?? '';
  const base = hasStandIns ? `censo-stand-in/${official}` : official;
  return (await canHave(base)) ? null : `there is no ${base} here, and docker pull does not get it`;
};

/** Whether an image is here, or can be had. */
export const canHave = async (image: string): Promise<boolean> => {
  const { code } = await attempt('docker', ['image', 'inspect', image]);
  return (
    code === 0 || (await attempt('docker', ['pull', '--quiet', image], { timeoutMs: 300_000 })).code === 0
  );
};
