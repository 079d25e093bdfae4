import { once } from 'node:events';
import { access, constants, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { readTexts } from '../../services/accounts/consent/texts/read-texts.ts';
import { locateBrowser } from '../../services/scraper/browser/finders/locate.ts';
import type { Config } from '../../shared/config/config.ts';
import { AppError } from '../../shared/errors.ts';

/**
 * Looks for what would make the start fail half-way, before anything is started.
 *
 * @throws AppError with one Spanish line: `port_taken`, `data_dir_unwritable`, `policy_text`, or what `locateBrowser` throws
 */
export const preflight = async (config: Config): Promise<void> => {
  await requirePort(config.metricsPort, config.metricsHost, 'METRICS_PORT');
  if (config.mode === 'distributed') await requirePort(config.directPort, config.directHost, 'DIRECT_PORT');
  if (config.services.includes('gateway')) await requirePort(config.port, config.host, 'PORT');
  if (needsDataDir(config)) await requireWritable(config.dataDir);
  // One that lacks what the law demands must not be what people decide on.
  if (config.services.includes('accounts')) await readTexts(config.consent);
  if (config.services.includes('scraper')) {
    const cacheDir = join(config.dataDir, 'browser');
    await locateBrowser(
      config.chromiumPath === undefined ? { cacheDir } : { cacheDir, chromiumPath: config.chromiumPath },
    );
  }
};

const needsDataDir = ({ mode, databaseUrl }: Config): boolean =>
  mode === 'embedded' && databaseUrl === undefined;

const requirePort = async (port: number, host: string, variable: string): Promise<void> => {
  const probe = createServer().listen(port, host);
  try {
    await once(probe, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? 'ya está en uso' : `no se puede usar (${code})`;
    throw new AppError('port_taken', `El puerto ${port} ${reason}: libérelo o elija otro con ${variable}.`, {
      cause: error,
    });
  }
  probe.close();
  await once(probe, 'close');
};

const requireWritable = async (folder: string): Promise<void> => {
  const probe = join(folder, `.prueba-${process.pid}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new AppError(
      'data_dir_unwritable',
      `No se puede escribir en la carpeta de datos ${folder} (${code}): corrija sus permisos o elija otra con DATA_DIR.`,
      { cause: error },
    );
  }
};
