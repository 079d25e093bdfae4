import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { createLedgerKey } from '../../../services/accounts/erasure/ledger-key.ts';
import { ledgerLine, readLedgerLines } from '../../../services/accounts/erasure/ledger-lines.ts';
import { giveOrder } from '../../support/processes/command-line.ts';
import { useMigratedDatabase } from '../../support/servers/postgres.ts';

describe('The command line erases again whom a backup has brought back', () => {
  const database = useMigratedDatabase();
  const FACTOR_KEY = Buffer.alloc(32, 7).toString('base64');
  const ledger = createLedgerKey([Buffer.alloc(32, 7)]);
  const give = (order: string[], input = '', keys: Record<string, string> = { FACTOR_KEY }) =>
    giveOrder([...order, '--json'], { DATABASE_URL: database.url, ...keys }, input);
  const people = async (): Promise<string[]> =>
    (
      await database.query<{ id: string }>(
        `select id from accounts.users where cedula like '7700%' order by cedula`,
      )
    ).map(({ id }) => id);
  const lines = async (key = ledger): Promise<string> =>
    (await people())
      .map((id) => {
        const personHash = createHash('sha256').update(id).digest('hex');
        return ledgerLine(key, { personHash, erasedAt: '2026-01-02T03:04:05.678Z' });
      })
      .join('\n');
  before(() =>
    database.query(
      `insert into accounts.users (id, cedula, nombre_completo, phone, password_hash, referral_code, referral_goal,
         role, created_at, census_version)
       select gen_random_uuid(), (77000000 + n)::text, 'Persona Inventada', '+573001112233', 'x', 'ledger' || n, 10, 'USER', now(), 0
       from generate_series(1, 22) n`,
    ),
  );

  it('but without the key of accounts does not begin', async () => {
    const { code, json } = await give(['erasures', 'import'], await lines(), { DATA_DIR: '/nowhere' });
    expect(code).to.equal(1);
    expect(json<{ error: { code: string } }>().error.code).to.equal('factor_key_missing');
  });

  it('but nobody by what accounts did not seal, nor by what stands in the middle of a line', async () => {
    const forged = await lines(createLedgerKey([Buffer.alloc(32, 8)]));
    const [line = ''] = (await lines()).split('\n');
    const { code, json } = await give(['erasures', 'import'], `${forged}\nsomebody said ${line}`);
    expect(code).to.equal(1);
    expect(json()).to.deep.include({ read: 22, refused: 1, unsealed: 22, learnt: 0, erased: 0 });
  });

  it('but not more than twenty unless it is said', async () => {
    const refused = await give(['erasures', 'import'], await lines());
    expect(refused.code).to.equal(1);
    const { error } = refused.json<{ error: { code: string; message: string } }>();
    expect(error.code).to.equal('too_many_erased');
    expect(error.message).to.include('22').and.include('--hasta 22');
    expect(await people()).to.have.lengthOf(22);
    const said = await give(['erasures', 'import', '--hasta', '22'], await lines());
    expect([said.code, said.json<{ erased: number }>().erased]).to.deep.equal([0, 22]);
    expect(await people()).to.deep.equal([]);
  });

  it('and says of one cédula whether it was erased, when and why, and writes down that it was asked', async () => {
    const asked = async (cedula: string) =>
      (await give(['erasures', 'has', '--cedula', cedula])).json<{
        erased: boolean;
        erasures: { reason: string }[];
        withoutCedula: number;
      }>();
    const { erased, erasures, withoutCedula } = await asked('77000001');
    expect([erased, erasures.map(({ reason }) => reason), withoutCedula]).to.deep.equal([
      true,
      ['restored'],
      22,
    ]);
    expect(await asked('1000000999')).to.deep.include({ erased: false, erasures: [] });
    const keys = { DATABASE_URL: database.url, FACTOR_KEY };
    expect((await giveOrder(['erasures', 'has', '--cedula', '77000001'], keys)).stdout).to.match(
      /^Se borró el \d+ de [a-z]+ de \d{4}.*: un respaldo la había traído de nuevo\.\nDel libro se leyeron 22 borrados/,
    );
    const entries = await database.query(
      `select actor_id, subject_ids, detail from accounts.audit where action = 'erasures.read'`,
    );
    expect(entries).to.deep.equal(
      Array.from({ length: 3 }, () => ({ actor_id: null, subject_ids: [], detail: '' })),
    );
  });

  it('and lists what it knows, with seals that are believed; also what the census was told', async () => {
    const { stdout } = await giveOrder(['erasures', 'export'], { DATABASE_URL: database.url, FACTOR_KEY });
    const { told, refused } = readLedgerLines(stdout);
    expect([told.length, refused]).to.deep.equal([44, 0]);
    expect(told.every((one) => ledger.isSealed(one))).to.equal(true);
    await database.query(
      `insert into census.erased (person_hash, erased_at, seal, led) values ('\\x${'ab'.repeat(32)}', now(), null, false)`,
    );
    const ofCensus = await giveOrder(['erasures', 'export', '--de-censo'], { DATABASE_URL: database.url });
    expect(ofCensus.stdout).to.match(/^erased (?:ab){32} \S+ sin-sello\n$/);
  });
});
