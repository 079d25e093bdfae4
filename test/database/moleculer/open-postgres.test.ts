import { expect } from 'chai';
import type { Config } from '../../../shared/config/config.ts';
import { openPostgres } from '../../../shared/moleculer/open-postgres.ts';
import type { Runtime } from '../../../shared/moleculer/runtime.ts';
import { OWNER } from '../../../shared/persistence/roles/role-names.ts';
import { useEmptyDatabase } from '../../support/servers/postgres.ts';
import { rolePasswords } from '../../support/servers/roles.ts';
import { queryAt } from '../../support/servers/sql.ts';

describe('A portal in one process, on a Postgres of somebody else,', () => {
  const empty = useEmptyDatabase();
  let said: string[];

  const open = async (passwords: Config['rolePasswords']) => {
    said = [];
    // What it reads of a process, and what it writes there.
    const config = { databaseUrl: empty.url, rolePasswords: passwords, startTimeoutS: 10 } as Config;
    const runtime: Pick<Runtime, 'config' | 'databaseUrl' | 'roleUrls' | 'schemaOwner'> = {
      ...{ config, databaseUrl: undefined, roleUrls: undefined, schemaOwner: undefined },
    };
    const log = { info: () => {}, warn: (line: string) => void said.push(line) };
    await (await openPostgres(runtime, log))();
    return runtime;
  };

  it('has a role for each of its parts when it is given their passwords', async () => {
    const { roleUrls, schemaOwner } = await open(rolePasswords);
    expect(said).to.deep.equal([]);
    expect(schemaOwner).to.deep.equal({ url: empty.url, role: OWNER });
    for (const [name, url] of Object.entries(roleUrls ?? {}))
      expect(await queryAt(url, 'select current_user as name')).to.deep.equal([{ name: `censo_${name}` }]);
    expect(await queryAt(roleUrls?.pace ?? '', 'select * from scraper.pace')).to.deep.equal([]);
  });

  it('comes in as the role of the address without them, and says so', async () => {
    const { accounts } = rolePasswords;
    for (const passwords of [{}, { accounts }]) {
      const { roleUrls, schemaOwner, databaseUrl } = await open(passwords);
      expect(roleUrls).to.equal(undefined);
      expect(schemaOwner).to.deep.equal({ url: empty.url });
      expect(databaseUrl).to.equal(empty.url);
      expect(said).to.have.lengthOf(1);
      expect(said[0]).to.include('DATABASE_PASSWORD_');
    }
  });
});
