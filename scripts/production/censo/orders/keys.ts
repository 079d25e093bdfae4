import { resolve } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { kubernetesSecrets } from '../keys/kubernetes.ts';
import { freshSecrets } from '../keys/secrets.ts';
import { writeKeys } from '../keys/store.ts';
import type { Result } from '../result/result.ts';

interface Wishes {
  /** The folder that keeps them. */
  out?: string | undefined;
  /** Prints them as Secrets of Kubernetes instead. */
  kubernetes?: boolean | undefined;
}

/**
 * Makes the secrets of all services and servers.
 *
 * @param databaseUrl of a Postgres outside, for Kubernetes
 * @throws AppError `validation`, `keys_unreadable`
 */
export const keys = async (
  { out, kubernetes = false }: Wishes,
  databaseUrl: string | undefined,
): Promise<Result> => {
  if (kubernetes === (out !== undefined))
    throw new AppError('validation', 'Indique --out con una carpeta, o --kubernetes.');
  if (out === undefined) return { lines: [kubernetesSecrets(freshSecrets(), databaseUrl)], data: {} };
  const folder = resolve(out);
  const wereThere = await writeKeys(folder);
  const line = wereThere
    ? `Los secretos de ${folder} siguen siendo los que había.`
    : `Secretos nuevos en ${folder}: una carpeta por servicio. Quien lea secrets.json los tiene todos.`;
  return { lines: [line], data: { folder, kept: wereThere } };
};
