import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { hostName } from '../../../shared/config/variables/hosts.ts';
import { AppError } from '../../../shared/errors.ts';
import type { SourcePlugin } from '../sources/source.ts';
import { sources } from './sources.ts';

/**
 * Finds a source: a built-in one by its name, or the default export of a module by its path.
 *
 * @param nameOrPath a name, or a path that starts with `.` (from the working directory) or `/`
 * @throws AppError `source_not_found` when there is no such name or module, `source_invalid` when the module fails
 *   to load or exports something else
 */
export const loadSource = async (nameOrPath: string): Promise<SourcePlugin> => {
  if (!/^[./]/.test(nameOrPath)) return builtIn(nameOrPath);
  const path = resolve(nameOrPath);
  const plugin = (await importFrom(path)).default;
  if (!isSourcePlugin(plugin)) {
    throw new AppError(
      'source_invalid',
      `El módulo ${path} no exporta por defecto una fuente: necesita name, via («browser» o «http»), open y, si su página carga partes de otros servidores, hosts. Lea docs/plugins.md.`,
    );
  }
  return plugin;
};

const builtIn = (name: string): SourcePlugin => {
  const found = Object.values(sources).find((source) => source.name === name);
  if (found !== undefined) return found;
  throw new AppError(
    'source_not_found',
    `No hay una fuente «${name}». Use ${Object.keys(sources).join(', ')}, o la ruta de un módulo que empiece por . o /.`,
  );
};

const importFrom = async (path: string): Promise<{ default?: unknown }> => {
  const { href } = pathToFileURL(path);
  try {
    return await import(href);
  } catch (cause) {
    if (isMissing(cause, href, path)) {
      throw new AppError('source_not_found', `No existe el módulo ${path}. Revise la ruta de la fuente.`, {
        cause,
      });
    }
    throw new AppError(
      'source_invalid',
      `El módulo ${path} no se pudo cargar: ${cause instanceof Error ? cause.message.split('\n')[0] : cause}. Corríjalo y vuelva a iniciar.`,
      { cause },
    );
  }
};

/** Is it this module that is missing, and not one that it imports? */
const isMissing = (error: unknown, href: string, path: string): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'ERR_UNSUPPORTED_DIR_IMPORT') &&
  (('url' in error && error.url === href) || error.message.includes(`'${path}'`));

const isSourcePlugin = (value: unknown): value is SourcePlugin =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  /^[a-z0-9_-]{1,40}$/.test(value.name) &&
  'via' in value &&
  (value.via === 'browser' || value.via === 'http') &&
  (!('hosts' in value) || isListOfHosts(value.hosts)) &&
  'open' in value &&
  typeof value.open === 'function';

const hostList = z.array(hostName);
const isListOfHosts = (value: unknown): boolean => hostList.safeParse(value).success;
