import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { z } from 'zod';
import packageJson from '../../../../package.json' with { type: 'json' };
import type { Config } from '../../../../shared/config/config.ts';
import { AppError } from '../../../../shared/errors.ts';
import { counted } from '../../../../shared/plural.ts';
import { checkRecipients } from '../backup/age-keys.ts';
import type { Manifest, Sums } from '../backup/archive/format.ts';
import { type Written, writeArchive } from '../backup/archive/write-archive.ts';
import { type Destination, openDestination, pruneFolder } from '../backup/destination.ts';
import { noteBackup } from '../backup/note-backup.ts';
import { withSession } from '../backup/session.ts';
import { copySnapshot } from '../backup/snapshot.ts';
import { withPostgresUrl } from '../database/postgres-url.ts';
import type { Result } from '../result/result.ts';
import { checked } from './checked.ts';

const backupRule = z.object({
  out: z.string().min(1),
  para: z.array(z.string()).default([]),
  conservar: z.coerce
    .number({ error: 'Debe ser un número de respaldos.' })
    .int({ error: 'Debe ser un número entero.' })
    .min(1, { error: 'Debe ser 1 o más.' })
    .optional(),
});

/**
 * Makes a backup of both schemas, as they are at one moment, for whoever has one of the secret keys.
 *
 * @throws AppError `backup_recipients`, `validation`, `backup_destination`, `backup_role`, `no_data`, `postgres_away`
 */
export const backup = async (
  config: Config,
  given: object,
  stdout: Pick<Writable, 'write'> | { write(content: Uint8Array): unknown },
  now: Date,
): Promise<Result> => {
  const { out, para, conservar } = checked(backupRule, given);
  const recipients = para.length > 0 ? para : config.backup.recipients;
  if (recipients.length === 0)
    throw new AppError(
      'backup_recipients',
      'Falta para quién se cifra: BACKUP_RECIPIENTS, o --para con una clave pública de age. «npx censo backup-key» hace un par.',
    );
  checkRecipients(recipients);
  return withPostgresUrl(config, async (url) => {
    const destination = await openDestination(out, stdout, now);
    const { manifest, sums, written } = await writeTo(destination, url, recipients, now);
    await noteBackup(url, { manifest, sums, written });
    const removed =
      conservar === undefined || destination.path === null
        ? 0
        : await pruneFolder(dirname(destination.path), conservar);
    return resultOf({ manifest, sums, written }, destination.path, removed);
  });
};

const writeTo = async (destination: Destination, url: string, recipients: readonly string[], now: Date) => {
  try {
    const done = await withSession(url, async (client) => {
      let copied: { manifest: Manifest; sums: Sums } | undefined;
      const written = await writeArchive(destination.stream, recipients, now, async (files) => {
        copied = await copySnapshot(client, files, packageJson.version);
      });
      if (copied === undefined) throw new Error('an archive without its content');
      return { ...copied, written };
    });
    await destination.keep();
    return done;
  } catch (error) {
    await destination.drop();
    throw explained(error);
  }
};

/** A disk that is full, a pipe that nobody reads any more. */
const explained = (error: unknown): unknown => {
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  if (syscall !== 'write' && syscall !== 'fsync') return error;
  return new AppError(
    'backup_destination',
    `No se pudo terminar de escribir el respaldo (${code}): no quedó nada de él. Si es ENOSPC, falta espacio.`,
    { cause: error },
  );
};

const MIB = 1_048_576;

const resultOf = (
  { manifest, sums, written }: { manifest: Manifest; sums: Sums; written: Written },
  path: string | null,
  removed: number,
): Result => {
  const rows = Object.values(sums.tables).reduce((sum, table) => sum + table.rows, 0);
  const people = sums.tables['accounts.users']?.rows ?? 0;
  const { seq, hash } = manifest.auditHead;
  return {
    beside: path === null,
    lines: [
      `Respaldo de ${manifest.takenAt}: ${counted(people, 'persona', 'personas')}, ${counted(rows, 'fila', 'filas')}, ${(written.bytes / MIB).toFixed(1)} MiB${path === null ? '' : ` en ${path}`}.`,
      `Huella del archivo (SHA-256): ${written.sha256}`,
      `Cabeza de la auditoría: ${seq}:${hash}`,
      ...(removed === 0 ? [] : [`Respaldos más viejos que se quitaron: ${removed}.`]),
    ],
    data: {
      path,
      takenAt: manifest.takenAt,
      people,
      rows,
      ...written,
      auditHead: manifest.auditHead,
      removed,
    },
  };
};
