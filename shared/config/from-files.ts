import { readFileSync } from 'node:fs';

/** As a process has it. */
export type Environment = Record<string, string | undefined>;

const isSet = (value: string | undefined): value is string => value !== undefined && value.trim() !== '';

/**
 * Takes the value of each variable `X` from the file that `X_FILE` names, if it names one: a secret in a file is seen by
 * whoever may read it, one in the environment by whatever the process starts.
 *
 * @param problems is told, in Spanish and without a value, what is given twice or cannot be read
 * @returns the environment with these values in it
 */
export const withFiles = (
  env: Environment,
  names: readonly string[],
  problems: string[] = [],
): Environment => {
  const read: Environment = {};
  for (const name of names) {
    const path = env[`${name}_FILE`]?.trim();
    if (!isSet(path)) continue;
    if (isSet(env[name])) problems.push(`${name} y ${name}_FILE no van juntas: deje una`);
    else read[name] = readValue(name, path, problems);
  }
  return { ...env, ...read };
};

const readValue = (name: string, path: string, problems: string[]): string | undefined => {
  try {
    const value = readFileSync(path, 'utf8').trim();
    if (value !== '') return value;
    problems.push(`${name}_FILE: ${path} está vacío`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    problems.push(`${name}_FILE: no se puede leer ${path} (${code ?? 'error'})`);
  }
  return undefined;
};
