import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { record } from '../../../../services/accounts/audit/audit.ts';
import { verifyAudit } from '../../../../services/accounts/audit/verify.ts';
import { keptFactorKey } from '../../../../services/accounts/factors/factor-key.ts';
import type { Config } from '../../../../shared/config/config.ts';
import { AppError } from '../../../../shared/errors.ts';
import { counted } from '../../../../shared/plural.ts';
import { readIdentities } from '../backup/age-keys.ts';
import { fingerprintOf, mustBe } from '../backup/archive/fingerprint.ts';
import type { Manifest } from '../backup/archive/format.ts';
import { openArchive } from '../backup/archive/read-archive.ts';
import { rebuild } from '../backup/rebuild.ts';
import { withDatabase } from '../database/databases.ts';
import { withPostgresUrl } from '../database/postgres-url.ts';
import type { Result } from '../result/result.ts';
import { linesOf } from './audit.ts';
import { checked } from './checked.ts';
import { erasuresImport } from './erasures.ts';
import { ledgerKeyOf } from './ledger-key.ts';
import { ownerOf } from './migrate.ts';

const restoreRule = z.object({
  clave: z.string().min(1),
  huella: z.string().optional(),
  borrados: z.array(z.string()).default([]),
  sinBorrados: z.boolean().default(false),
});

/** Whom accounts erased since the backup, by its own seal, are all to go: nobody is asked about how many they are. */
const ALL = Number.MAX_SAFE_INTEGER;

/**
 * Makes the portal of a backup in a database that has none, and erases again whom it brings back. What it refuses, and what
 * fails in the middle, changes nothing.
 *
 * @throws AppError `validation`, `ledger_missing`, `factor_key_missing`, and what opening and rebuilding throw
 */
export const restore = async (config: Config, path: string, given: object, now: Date): Promise<Result> => {
  const { clave, huella, borrados, sinBorrados } = checked(restoreRule, given);
  if (borrados.length > 0 === sinBorrados)
    throw new AppError(
      'ledger_missing',
      'Un respaldo trae de nuevo a quien se borró después. Dé con --borrados el libro más nuevo que tenga («censo erasures export»), o el registro de accounts desde esa fecha; si no se borró a nadie, o no tiene ninguno, --sin-borrados.',
    );
  const identities = await readIdentities(clave);
  const ledger = await readAll(borrados);
  if (borrados.length > 0) await ledgerKeyOf(config);
  if (huella !== undefined) mustBe(huella, await fingerprintOf(path));
  const archive = await openArchive(path, identities);
  try {
    const { manifest } = archive;
    return await withPostgresUrl(
      config,
      async (url) => {
        const here = { ...config, databaseUrl: url };
        const content = await rebuild(url, {
          archive,
          owner: async () => (await ownerOf(url, config)).owner,
        });
        const people = content.tables['accounts.users']?.rows ?? 0;
        const trail = await noteRestore(here, manifest, content.sha256, now);
        const again =
          borrados.length === 0
            ? null
            : await erasuresImport(here, { hasta: ALL }, Readable.from([ledger]), now);
        return {
          ok: trail.faults.length === 0 && again?.ok !== false,
          lines: [
            `Se restauró el respaldo de ${manifest.takenAt}: ${counted(people, 'persona', 'personas')}. Todas las sesiones se cerraron.`,
            ...linesOf(trail),
            ...(again === null ? [NOBODY] : again.lines),
            ...(await aboutKeys(config)),
          ],
          data: {
            takenAt: manifest.takenAt,
            people,
            sha256: content.sha256,
            trail,
            erasures: again?.data ?? null,
          },
        };
      },
      { create: true },
    );
  } finally {
    await archive.close();
  }
};

const NOBODY =
  'No se borró de nuevo a nadie: si aparece un libro de los borrados, déselo a «censo erasures import» antes de arrancar.';

/** The trail as it came, and that it came from a backup. */
const noteRestore = (config: Config, { takenAt, auditHead }: Manifest, sha256: string, now: Date) =>
  withDatabase(config, 'accounts', async (fork) => {
    const trail = await verifyAudit(fork, auditHead.hash === '' ? [] : [auditHead]);
    const detail = `respaldo de ${takenAt}, huella ${sha256}`;
    await record(fork(), { actor: null, action: 'backup.restore', subjectIds: [], ip: 'censo', detail }, now);
    return trail;
  });

const readAll = async (paths: readonly string[]): Promise<string> => {
  const texts: string[] = [];
  for (const path of paths)
    texts.push(
      await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
        throw new AppError('validation', `No se pudo leer el libro en ${path} (${cause.code}).`, { cause });
      }),
    );
  return texts.join('\n');
};

/** What no backup has, and nobody should find out about by people who cannot log in. */
const aboutKeys = async ({ factors, dataDir }: Config): Promise<string[]> =>
  factors.keys === undefined && (await keptFactorKey(dataDir)) === null
    ? [
        `Antes de arrancar: FACTOR_KEY, la misma de antes (en el modo embebido, el archivo factor-key, en ${dataDir}). Sin ella no sirven las aplicaciones de códigos de nadie.`,
      ]
    : [];
