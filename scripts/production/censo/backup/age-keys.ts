import { readFile } from 'node:fs/promises';
import { Decrypter, Encrypter } from 'age-encryption';
import { AppError } from '../../../../shared/errors.ts';

/** @throws AppError `validation` when one is no public key of age */
export const checkRecipients = (recipients: readonly string[]): void => {
  for (const recipient of recipients) {
    try {
      new Encrypter().addRecipient(recipient);
    } catch (cause) {
      throw new AppError(
        'validation',
        `«${recipient.slice(0, 80)}» no es una clave pública de age: empieza por age1. «npx censo backup-key» hace un par.`,
        { cause },
      );
    }
  }
};

/**
 * The secret keys of a file as `age-keygen` and `censo backup-key` write it: one a line, and comments.
 *
 * @throws AppError `validation`
 */
export const readIdentities = async (path: string): Promise<string[]> => {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('validation', `No se pudo leer la clave en ${path} (${cause.code}).`, { cause });
  });
  const identities = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  try {
    for (const identity of identities) new Decrypter().addIdentity(identity);
  } catch {
    // Without what it says, or the cause: it may be half a key.
    identities.length = 0;
  }
  if (identities.length === 0)
    throw new AppError(
      'validation',
      `${path} no tiene una clave secreta de age: una línea que empieza por AGE-SECRET-KEY-.`,
    );
  return identities;
};
