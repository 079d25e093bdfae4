import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { AppError } from '../../../../shared/errors.ts';
import type { Result } from '../result/result.ts';

/**
 * Makes a pair of keys for backups, as age-keygen does.
 *
 * @throws AppError `backup_destination`: a key that is there is never written over
 */
export const backupKey = async ({ out }: { out: string }, now: Date): Promise<Result> => {
  const path = resolve(out);
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const text = `# created: ${now.toISOString()}\n# public key: ${recipient}\n${identity}\n`;
  await writeFile(path, text, { mode: 0o600, flag: 'wx' }).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError(
      'backup_destination',
      cause.code === 'EEXIST'
        ? `Ya hay un archivo ${path}, y no se cambió: con él se abren los respaldos que se hicieron para su clave.`
        : `No se puede escribir ${path} (${cause.code}).`,
      { cause },
    );
  });
  return {
    lines: [
      `Clave pública, para BACKUP_RECIPIENTS o --para: ${recipient}`,
      `La secreta quedó en ${path}. Guárdela fuera de los servidores, y otra copia en otro sitio: sin ella ningún respaldo se abre.`,
    ],
    data: { recipient, path },
  };
};
