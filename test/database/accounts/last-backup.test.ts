import { expect } from 'chai';
import { lastBackupAt } from '../../../services/accounts/backups/last-backup.ts';
import { useDatabase } from '../../support/servers/postgres.ts';

describe('The last good backup', () => {
  const database = useDatabase('accounts');

  it('is none at first, and then the one with the newest state, whichever was noted last', async () => {
    expect(await lastBackupAt(database.fork())).to.equal(0);
    for (const moment of ['2026-03-02T07:17:00Z', '2026-03-01T07:17:00Z'])
      await database.query(
        `insert into accounts.backups (taken_at, people, bytes, sha256, audit_head) values ($1, 1, 1, '\\x00', '1:00')`,
        [moment],
      );
    expect(await lastBackupAt(database.fork())).to.equal(Date.parse('2026-03-02T07:17:00Z') / 1_000);
  });
});
