import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../support/processes/child.ts';
import { unusedPort } from '../../support/processes/unused-port.ts';
import { hasStandIns } from '../kit/engine.ts';
import { attempt, type Ended, order } from '../kit/order.ts';

/** A `docker compose up` of its own: its own project, volumes and port, beside whatever else runs on this engine. */
export interface Installation {
  origin: string;
  /** `docker compose …` of this release's file, or of the one in another folder. */
  compose(parameters: readonly string[], from?: string): Promise<string>;
  /** The same for what is not text: its output goes to a file. */
  composeTo(file: string, parameters: readonly string[], env: Record<string, string>): Promise<void>;
  /** A command inside a running container. */
  inside(service: string, command: readonly string[]): Promise<Ended>;
  /** The container of a service. */
  container(service: string): Promise<string>;
  /** Everything goes, volumes too. @returns what is still there, which must be nothing */
  remove(): Promise<string>;
}

const PROJECT = 'censo-acceptance';
const here = 'test/acceptance/compose';
/** Images are built or pulled meanwhile, on a machine that may be busy. */
const UP_MS = 900_000;

export const createInstallation = async (): Promise<Installation> => {
  const port = await unusedPort();
  // Else a .env of the checkout would be read.
  const empty = await mkdtemp(join(tmpdir(), 'censo-acceptance-'));
  const files = (folder: string) => [
    join(folder, 'docker-compose.yml'),
    join(root, here, 'ports.yml'),
    ...(hasStandIns ? [join(root, 'test/acceptance/stand-ins/compose.yml')] : []),
  ];
  const line = (from: string, parameters: readonly string[]): string[] => [
    'compose',
    ...['--project-name', PROJECT, '--project-directory', from, '--env-file', '/dev/null'],
    ...files(from).flatMap((file) => ['--file', file]),
    ...parameters,
  ];
  const options = { timeoutMs: UP_MS, cwd: empty, env: { PORTAL_PORT: String(port), DOCKER_BUILDKIT: '1' } };
  const compose = (parameters: readonly string[], from = root): Promise<string> =>
    order('docker', line(from, parameters), options);
  const container = async (service: string): Promise<string> =>
    (await compose(['ps', '--all', '--quiet', service])).trim();

  return {
    origin: `http://127.0.0.1:${port}`,
    compose,
    async composeTo(file, parameters, env) {
      const words = ['docker', ...line(root, parameters)];
      // The shell writes the file; nothing of the words is its own.
      await order('sh', ['-c', '"$@" > "$OUT"', 'sh', ...words], {
        ...options,
        env: { ...options.env, ...env, OUT: file },
      });
    },
    container,
    inside: async (service, command) => attempt('docker', ['exec', await container(service), ...command]),
    async remove() {
      await compose(['--profile', '*', 'down', '--volumes', '--remove-orphans', '--timeout', '40']);
      await rm(empty, { recursive: true, force: true });
      const label = `label=com.docker.compose.project=${PROJECT}`;
      // Those of the release before have other names, and are not this file's to remove.
      const networks = (await order('docker', ['network', 'ls', '--quiet', '--filter', label])).split('\n');
      for (const network of networks.filter((id) => id !== ''))
        await order('docker', ['network', 'rm', network]);
      const left = await Promise.all(
        [
          ['ps', '--all'],
          ['volume', 'ls'],
          ['network', 'ls'],
        ].map((list) => order('docker', [...list, '--quiet', '--filter', label])),
      );
      return left.join('').trim();
    },
  };
};
