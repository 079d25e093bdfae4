import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const NAME = '@sparticuz/chromium';

/** The npm package as it lies in node_modules. */
export interface SparticuzPackage {
  /** Address of its module, for `import()`. */
  entry: string;
  version: string;
  /** Absolute paths of the archives that are needed. `swiftshader.tar.br` is not: WebGL without a GPU. */
  archives: string[];
}

/** By name in a variable, so that the type check passes where the optional package is absent. */
const resolveEntry = (): string => {
  try {
    return import.meta.resolve(NAME);
  } catch (error) {
    throw new Error(`el paquete opcional ${NAME} no está instalado`, { cause: error });
  }
};

const hasVersion = (json: unknown): json is { version: string } =>
  typeof json === 'object' && json !== null && 'version' in json && typeof json.version === 'string';

/**
 * @throws Error with a reason of one line when the package is absent or its browser is not for this machine:
 *   the npm package holds a Linux x64 program (153.0.0), linked against glibc
 */
export const findSparticuzPackage = async (
  platform: string = `${process.platform}-${process.arch}`,
): Promise<SparticuzPackage> => {
  if (platform !== 'linux-x64') throw new Error(`${NAME} solo existe para linux-x64, no para ${platform}`);
  const entry = resolveEntry();
  const inPackage = (path: string): string => fileURLToPath(new URL(`../${path}`, entry));
  const json: unknown = JSON.parse(await readFile(inPackage('package.json'), 'utf8'));
  if (!hasVersion(json)) throw new Error(`${NAME} no dice su versión en package.json`);
  const archives = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'].map((name) => inPackage(`bin/${name}`));
  return { entry, version: json.version, archives };
};
