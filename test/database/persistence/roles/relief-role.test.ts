import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { root } from '../../../support/processes/child.ts';
import { useDatabase } from '../../../support/servers/postgres.ts';
import { roleUrl } from '../../../support/servers/roles.ts';
import { queryAt } from '../../../support/servers/sql.ts';

const PASSWORD = 'clave-del-relevo-en-pruebas';
const RELIEF = 'censo_accounts_relevo';

/** The statements of docs/runbook.md, with what psql runs at `\gexec` run as it does. */
const relieve = async (url: string): Promise<void> => {
  const runbook = readFileSync(join(root, 'docs/runbook.md'), 'utf8');
  const [, sql = ''] = /```sql\n(create role censo_accounts_relevo[\s\S]*?)```/.exec(runbook) ?? [];
  const [made = '', settings = ''] = sql.replaceAll('<nueva>', PASSWORD).split(/^-- .*$/m);
  expect(settings).to.include('\\gexec');
  await queryAt(url, made);
  for (const row of await queryAt<Record<string, string>>(url, settings.replace('\\gexec', '')))
    await queryAt(url, Object.values(row)[0] ?? '');
};

describe('A role that takes over while a password of Postgres is exchanged', () => {
  const database = useDatabase('accounts');
  const relief = (): string => {
    const address = new URL(roleUrl(database.url, 'accounts'));
    Object.assign(address, { username: RELIEF, password: PASSWORD });
    return address.href;
  };
  before(() => relieve(database.url));

  it('is the service to Postgres, and no more than it', async () => {
    expect(await queryAt(relief(), 'select current_user as role')).to.deep.equal([
      { role: 'censo_accounts' },
    ]);
    expect(await queryAt(relief(), 'select count(*)::int as n from accounts.sessions')).to.deep.equal([
      { n: 0 },
    ]);
    for (const sql of [
      'select * from census.records',
      'delete from accounts.audit',
      'set role censo_census',
    ]) {
      const failure = await queryAt(relief(), sql).then(
        () => null,
        ({ code }: { code?: string }) => code,
      );
      expect(failure, sql).to.equal('42501');
    }
  });

  it('keeps values out of the log as that does', async () => {
    const settings = (role: string) =>
      queryAt<{ setting: string }>(
        database.url,
        `select unnest(setconfig) as setting from pg_db_role_setting where setrole = '${role}'::regrole order by 1`,
      );
    const own = await settings('censo_accounts');
    expect(own).to.have.length.greaterThan(3);
    expect((await settings(RELIEF)).filter(({ setting }) => !setting.startsWith('role='))).to.deep.equal(own);
  });

  it('goes when it is no longer needed', async () => {
    await queryAt(database.url, `drop role ${RELIEF}`);
    expect(await queryAt(database.url, `select from pg_roles where rolname = '${RELIEF}'`)).to.deep.equal([]);
  });
});
