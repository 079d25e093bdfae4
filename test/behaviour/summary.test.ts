import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { load } from 'cheerio';
import { parseCsv } from 'hucre/csv';
import { readXlsx } from 'hucre/xlsx';
import type { Role } from '../../shared/contract/accounts.ts';
import { eventually } from '../support/eventually.ts';
import { openPage } from '../support/pages/browser.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { canListProcesses } from '../support/processes/processes.ts';
import { skipBecause } from '../support/skip.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase } from '../support/system/portal-database.ts';
import type { System } from '../support/system/system.ts';

interface Known {
  client: Client;
  id: string;
  referralCode: string;
  cedula: string;
}

/** Somebody with a role that only the database can give in a test's time. */
const somebody = async (system: System, role: Role): Promise<Known> => {
  const client = createClient(system.origin);
  const cedula = newCedula('00');
  const { user } = (await client.register({ cedula })).body;
  await inDatabase(system, 'update accounts.users set role = $2 where id = $1', [user.id, role]);
  return { client, id: user.id, referralCode: user.referralCode, cedula };
};

inBothModes(
  'The summary and the export',
  null,
  (system) => {
    let leader: Known;
    const referred: string[] = [];
    const get = (path: string, who: Known = leader) =>
      fetch(system().origin + path, { headers: { cookie: who.client.cookie() } });
    const pageOf = async (path: string, who?: Known) => load(await (await get(path, who)).text());

    before(async () => {
      leader = await somebody(system(), 'LEADER');
      for (const suffix of ['00', '00', '03']) {
        const person = createClient(system().origin);
        const cedula = newCedula(suffix);
        await person.register({ cedula, ref: leader.referralCode, nombreCompleto: 'Ana Inventada' });
        await person.censusIn(['ACTIVE', 'NOT_FOUND']);
        referred.push(cedula);
      }
      // The list's copy of the status follows the answer.
      await eventually('the copies', async () => {
        const [row] = await inDatabase<{ waiting: number }>(
          system(),
          `select count(*)::int as waiting from accounts.users
         where referrer_id = $1 and census_status not in ('ACTIVE', 'NOT_FOUND')`,
          [leader.id],
        );
        return row?.waiting === 0;
      });
    });

    it('tell a leader in numbers and charts what became of those they referred, each with its table', async () => {
      const page = await pageOf('/resumen/');
      const figures = page('.headline strong')
        .toArray()
        .map((node) => page(node).text());
      expect(figures).to.deep.equal(['2', '1', '0', '0']);
      expect(page('#meta').text()).to.contain('3 de 10 personas').and.to.contain('Faltan 7.');
      for (const id of ['por-semana', 'por-dia']) {
        const section = page(`#${id}[data-part]`);
        expect(section.find('svg[role=img] title').first().text(), id).not.to.equal('');
        expect(section.find('table th[scope=col]').length, id).to.be.at.least(2);
      }
      expect(page('#por-semana tbody tr').first().text()).to.contain('3');
      // Every number and every bar leads to a list that is there.
      for (const id of ['por-estado', 'por-municipio', 'por-puesto']) {
        const ways = page(`#${id} a`)
          .toArray()
          .map((node) => page(node).attr('href') ?? '');
        expect(ways, id).not.to.have.lengthOf(0);
        for (const way of ways) expect((await get(way)).status, way).to.equal(200);
      }
      expect(page('[style]').length).to.equal(0);
    });

    it('are not for a USER: 403 for the numbers, no census data in the file', async () => {
      const user = await somebody(system(), 'USER');
      await createClient(system().origin).register({ cedula: newCedula('00'), ref: user.referralCode });
      expect((await get('/resumen/', user)).status).to.equal(403);
      expect((await pageOf('/', user))('a[href="/resumen/"]').length).to.equal(0);
      const rows = parseCsv(await (await get('/referidos/exportar.csv', user)).text(), { delimiter: ';' });
      expect(rows.map((row) => row.length)).to.deep.equal([3, 3]);
    });

    it('say to a leader of nobody how to begin', async () => {
      const page = await pageOf('/resumen/', await somebody(system(), 'LEADER'));
      expect(page('main').text()).to.contain('Todavía no ha referido a nadie.');
      expect(page('svg.chart').length).to.equal(0);
    });

    it('give exactly those whom the list shows, as CSV and as Excel', async () => {
      const query = '?status=encontrados&sort=oldest';
      const response = await get(`/referidos/exportar.csv${query}`);
      const csv = parseCsv(await response.text(), { delimiter: ';', typeInference: false });
      expect(csv.slice(1).map((row) => row[1])).to.deep.equal(referred.slice(0, 2));
      expect(csv[1]?.[4]).to.equal('Habilitada');
      const bytes = new Uint8Array(await (await get(`/referidos/exportar.xlsx${query}`)).arrayBuffer());
      const { sheets } = await readXlsx(bytes);
      expect(sheets[0]?.rows.slice(1).map((row) => row[1])).to.deep.equal(referred.slice(0, 2));
      expect(response.headers.get('cache-control')).to.equal('no-store');
    });

    it('leave a trace of the file and of everybody in it', async () => {
      await (await get(`/referidos/exportar.csv?q=${referred[2]}`)).text();
      const trail = await inDatabase<{ action: string; detail: string; people: number }>(
        system(),
        `select action, detail, cardinality(subject_ids) as people from accounts.trail
       where actor_id = $1 and action like 'referrals.%' order by at desc, id desc limit 2`,
        [leader.id],
      );
      expect(trail.map(({ action, people }) => [action, people])).to.deep.equal([
        ['referrals.list', 1],
        ['referrals.export', 0],
      ]);
      expect(trail[1]?.detail).to.contain('formato=csv').and.not.contain(referred[2]);
    });

    it('are of a LEADER for the COORDINATOR who referred them, and of nobody else', async () => {
      const coordinator = await somebody(system(), 'COORDINATOR');
      const query = `?lider=${leader.id}`;
      for (const path of ['/resumen/', '/referidos/exportar/', '/referidos/exportar.csv'])
        expect((await get(`${path}${query}`, coordinator)).status, path).to.equal(404);

      await inDatabase(system(), 'update accounts.users set referrer_id = $2 where id = $1', [
        ...[leader.id, coordinator.id],
      ]);
      await inDatabase(
        system(),
        `insert into census.leaders values ($1, $2, true, now())
       on conflict (user_id) do update set referrer_id = excluded.referrer_id, leads = true`,
        [leader.id, coordinator.id],
      );
      expect((await pageOf(`/resumen/${query}`, coordinator))('#meta').text()).to.contain('3 de 10 personas');
      const own = await pageOf('/resumen/', coordinator);
      expect(own('#lideres tbody a').first().attr('href')).to.equal(`/referidos/${query}`);
      expect(own('#lideres td').first().text()).to.equal('3');
      const file = await (await get(`/referidos/exportar.csv${query}`, coordinator)).text();
      expect(parseCsv(file, { delimiter: ';' })).to.have.lengthOf(4);
    });

    it('download with a script, which says when the file is there', async () => {
      const page = await openPage();
      await page.goto(`${system().origin}/login/`);
      await page.getByLabel('Cédula').fill(leader.cedula);
      await page.getByLabel('Contraseña').fill('una-clave-larga');
      await page.getByRole('button', { name: 'Ingresar' }).click();
      await page.waitForURL(`${system().origin}/`);
      await page.goto(`${system().origin}/referidos/exportar/`);
      const download = page.waitForEvent('download');
      await page.getByRole('link', { name: 'CSV' }).click();
      expect((await download).suggestedFilename()).to.match(/^referidos-\d{4}-\d\d-\d\d\.csv$/);
      await page.getByText('Listo: el archivo quedó en sus descargas.').waitFor();
      await page.context().close();
    });
  },
  ['embedded'],
);

const PEOPLE = 5_000;
const MOST_GROWTH_MB = 120;

inBothModes(
  `An export of ${PEOPLE} people`,
  null,
  (system) => {
    const memoryMb = (): number => {
      const pid = system().processes.get('censo')?.pid ?? 0;
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;
    };

    it('has everybody, and leaves the process as large as it was', async function () {
      if (!canListProcesses) skipBecause(this, 'the memory of a process is read from /proc');
      const leader = await somebody(system(), 'LEADER');
      await inDatabase(
        system(),
        `insert into accounts.users (id, cedula, nombre_completo, phone, password_hash, role, referral_code,
           referral_goal, referrer_id, created_at, census_version)
         select gen_random_uuid(), (3000000000 + n)::text, 'Persona Inventada ' || n, '3001234567', '', 'USER',
           'GRANDE' || n, 10, $1, date_trunc('second', now()), 0 from generate_series(1, ${PEOPLE}) n`,
        [leader.id],
      );
      const linesOf = async (): Promise<number> => {
        const response = await fetch(`${system().origin}/referidos/exportar.csv`, {
          headers: { cookie: leader.client.cookie() },
        });
        return (await response.text()).split('\r\n').length;
      };
      expect(await linesOf()).to.equal(PEOPLE + 1);
      const before = memoryMb();
      let most = before;
      for (let n = 0; n < 4; n += 1) {
        await eventually('the export before it has ended', async () => (await linesOf()) === PEOPLE + 1);
        most = Math.max(most, memoryMb());
      }
      expect(most - before, 'MB').to.be.below(MOST_GROWTH_MB);
      console.log(`      grew by ${Math.round(most - before)} MB over ${4 * PEOPLE} people`);
    });
  },
  ['embedded'],
);
