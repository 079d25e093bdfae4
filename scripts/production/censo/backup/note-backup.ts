import type { Manifest, Sums } from './archive/format.ts';
import type { Written } from './archive/write-archive.ts';
import { withSession } from './session.ts';

/** Writes down that there is a good backup: accounts shows since when, and an alert rings when that is too long ago. */
export const noteBackup = (
  url: string,
  { manifest, sums, written }: { manifest: Manifest; sums: Sums; written: Written },
): Promise<void> =>
  withSession(url, async (client) => {
    // A backup before the upgrade that brings the table.
    const { rows } = await client.query<{ there: boolean }>(
      `select to_regclass('accounts.backups') is not null as "there"`,
    );
    if (rows[0]?.there !== true) return;
    await client.query(
      `insert into "accounts"."backups" ("taken_at", "people", "bytes", "sha256", "audit_head") values ($1, $2, $3, $4, $5)`,
      [
        manifest.takenAt,
        sums.tables['accounts.users']?.rows ?? 0,
        written.bytes,
        Buffer.from(written.sha256, 'hex'),
        `${manifest.auditHead.seq}:${manifest.auditHead.hash}`,
      ],
    );
  });
