import { expect } from 'chai';
import { openDatabase } from '../../../shared/persistence/database.ts';
import { normaliseName } from '../../../shared/person/name.ts';
import { parsePhone } from '../../../shared/person/phone/phone.ts';
import { services, useEmptyDatabase } from '../../support/servers/postgres.ts';

/** The state before phones were E.164. */
const EARLIER = 3;

describe('Names and phones that an earlier release stored', () => {
  const empty = useEmptyDatabase();
  const migrate = async (upTo?: number) => {
    const { migrations, ...rest } = services.accounts;
    await (
      await openDatabase({
        ...rest,
        url: empty.url,
        owner: { url: empty.url },
        migrations: migrations.slice(0, upTo),
      })
    ).close();
  };
  const kept: [name: string, phone: string, newName: string, newPhone: string][] = [
    ['Ana Peña', '3107654321', 'Ana Peña', '+573107654321'],
    ["Luz O'Hara-Díaz", '6012345678', 'Luz O’Hara-Díaz', '+576012345678'],
    ['Luz DʼAngelo', '5712345678', 'Luz D’Angelo', '5712345678'],
    ['Ana D’Angelo', '0000000000', 'Ana D’Angelo', '0000000000'],
  ];

  before(async () => {
    await migrate(EARLIER);
    for (const [n, [name, phone]] of kept.entries())
      await empty.query(
        `insert into accounts.users (id, cedula, nombre_completo, phone, password_hash, role, referral_code,
           referral_goal, created_at, census_version)
         values (gen_random_uuid(), $1::text, $2, $3, 'x', 'USER', $1::text, 10, now(), 0)`,
        [`10000${n}`, name, phone],
      );
    await migrate();
  });

  it('have the form that is stored now, and what cannot have it stays as it was', async () => {
    const rows = await empty.query<{ nombre_completo: string; phone: string }>(
      'select nombre_completo, phone from accounts.users order by cedula',
    );
    expect(rows.map(({ nombre_completo, phone }) => [nombre_completo, phone])).to.deep.equal(
      kept.map(([, , name, phone]) => [name, phone]),
    );
    for (const [, , name, phone] of kept) {
      expect(normaliseName(name)).to.equal(name);
      if (phone.startsWith('+')) expect(parsePhone(phone)).to.equal(phone);
    }
  });

  it('are all found by their digits', async () => {
    const rows = await empty.query<{ search_text: string }>(
      'select search_text from accounts.users order by cedula',
    );
    expect(rows.map(({ search_text }) => search_text)).to.deep.equal([
      'ana pena 100000 573107654321',
      'luz oharadiaz 100001 576012345678',
      'luz dangelo 100002 575712345678',
      'ana dangelo 100003 570000000000',
    ]);
  });

  it('are looked into by trigrams', async () => {
    const rows = await empty.query<{ indexdef: string }>(
      `select indexdef from pg_indexes where indexname = 'users_search'`,
    );
    expect(rows[0]?.indexdef).to.match(/using gin \(search_text .*gin_trgm_ops\)/i);
  });
});
