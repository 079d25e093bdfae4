import { z } from 'zod';
import { type Verified, verifyAudit } from '../../../../services/accounts/audit/verify.ts';
import type { Config } from '../../../../shared/config/config.ts';
import { isAppError } from '../../../../shared/errors.ts';
import { counted } from '../../../../shared/plural.ts';
import { readIdentities } from '../backup/age-keys.ts';
import { mustBe } from '../backup/archive/fingerprint.ts';
import type { TableShape } from '../backup/archive/format.ts';
import { type Archive, type Content, openArchive } from '../backup/archive/read-archive.ts';
import { rebuild } from '../backup/rebuild.ts';
import { type WithScratch, withScratch } from '../backup/scratch.ts';
import { withDatabase } from '../database/databases.ts';
import type { Result } from '../result/result.ts';
import { linesOf } from './audit.ts';
import { checked } from './checked.ts';

const verifyRule = z.object({ clave: z.string().min(1), huella: z.string().optional() });

/** What the chain of the trail is counted from. */
const ofTheTrail = ({ schema, table }: TableShape): boolean =>
  schema === 'accounts' && /^(audit(_\w+)?|redacting)$/.test(table);

/**
 * Opens a backup and reads all of it: that nothing is missing, that each table has what was written, and that the trail's chain
 * holds, which is counted in a Postgres of its own that is thrown away.
 *
 * @throws AppError `validation`, `backup_missing`, `backup_key`, `backup_unreadable`, `backup_newer`, `backup_damaged`,
 *   `backup_other`
 */
export const verify = async (
  config: Config,
  path: string,
  given: object,
  scratch: WithScratch = withScratch,
): Promise<Result> => {
  const { clave, huella } = checked(verifyRule, given);
  const archive = await openArchive(path, await readIdentities(clave));
  try {
    const { content, trail } = await readAll(config, archive, scratch);
    if (huella !== undefined) mustBe(huella, content.sha256);
    const rows = Object.values(content.tables).reduce((sum, table) => sum + table.rows, 0);
    const people = content.tables['accounts.users']?.rows ?? 0;
    const { takenAt, release } = archive.manifest;
    const data = { takenAt, release, people, rows, sha256: content.sha256, trail };
    return {
      ok: trail !== null && trail.faults.length === 0,
      lines: [
        `El respaldo está entero: es de ${takenAt}, lo hizo la versión ${release}, y tiene ${counted(people, 'persona', 'personas')} y ${counted(rows, 'fila', 'filas')}.`,
        `Huella del archivo (SHA-256): ${content.sha256}`,
        ...(trail === null ? [WITHOUT_POSTGRES] : linesOf(trail)),
      ],
      data,
    };
  } finally {
    await archive.close();
  }
};

const WITHOUT_POSTGRES =
  'La cadena de la auditoría no se revisó: aquí no hay un Postgres embebido. Hágalo donde se instaló con «npm ci», fuera del contenedor.';

const readAll = async (
  config: Config,
  archive: Archive,
  scratch: WithScratch,
): Promise<{ content: Content; trail: Verified | null }> => {
  try {
    return await scratch(async (url) => {
      const content = await rebuild(url, { archive, owner: async () => ({ url }), wanted: ofTheTrail });
      const seen = [archive.manifest.auditHead].filter(({ hash }) => hash !== '');
      const trail = await withDatabase({ ...config, databaseUrl: url }, 'accounts', (fork) =>
        verifyAudit(fork, seen),
      );
      return { content, trail };
    });
  } catch (error) {
    if (!isAppError(error) || !['postgres_missing', 'postgres_root'].includes(error.code)) throw error;
    return { content: await countAll(archive), trail: null };
  }
};

const countAll = async (archive: Archive): Promise<Content> => {
  const pieces = archive.pieces();
  for (;;) {
    const { done, value } = await pieces.next();
    if (done) return value;
  }
};
