import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../../../shared/errors.ts';

/** SHA-256 of a file. @throws AppError `backup_missing` */
export const fingerprintOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('backup_missing', `No se pudo leer ${path} (${cause.code}).`, { cause });
  });
  return hash.digest('hex');
};

/** Age says who may read a backup, not who wrote it: whoever kept its fingerprint knows it again. @throws AppError `backup_other` */
export const mustBe = (wanted: string, found: string): void => {
  if (wanted.trim().toLowerCase() !== found)
    throw new AppError(
      'backup_other',
      `Este archivo no es el de esa huella: la suya es ${found}. No lo restaure si no sabe por qué.`,
    );
};
