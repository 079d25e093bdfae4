import { expect } from 'chai';
import pg from 'pg';
import { referralSorts } from '../../shared/contract/accounts.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { storeDecisions, storeReferrals } from '../support/people/many-referrals.ts';
import { inBothModes } from '../support/system/modes.ts';
import { databaseUrlOf } from '../support/system/portal-database.ts';
import { admin } from '../support/system/system.ts';

const FEW = 100;
const MANY = 100_000;
/** Of each page, taken in turns, after some that nobody counts. */
const SAMPLES = 9;
const WARM_UP = 2;

const MUNICIPIO = `${new URLSearchParams({ municipio: 'EL MODELO, TOLIMA' })}`;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

inBothModes(
  'A list of 100,000 referrals',
  { env: { SPACING_MS: '5000' } },
  (system) => {
    let few: Client;
    let many: Client;

    const leaderWith = async (client: pg.Client, count: number, cedulasFrom: number): Promise<Client> => {
      const leader = createClient(system().origin);
      const { user } = (await leader.register({ cedula: newCedula('00') })).body;
      await client.query(`update accounts.users set role = 'LEADER' where id = $1`, [user.id]);
      await storeReferrals(client, { referrerId: user.id, count, cedulasFrom });
      await storeDecisions(client, { referrerId: user.id });
      return leader;
    };

    before(async () => {
      const operator = createClient(system().origin);
      await operator.login(admin);
      // Lookups would take the machine's time from what is measured.
      await operator.post('/admin/lookups/pause', { reason: 'Medición de la lista' });
      const client = new pg.Client({ connectionString: await databaseUrlOf(system()) });
      await client.connect();
      few = await leaderWith(client, FEW, 10_000_000);
      many = await leaderWith(client, MANY, 20_000_000);
      // As autovacuum does within a minute.
      await client.query('vacuum analyze accounts.users, census.records, accounts.referral_counts');
      await client.end();
    });

    /** Milliseconds to the first byte of the answer, and the answer. */
    const load = async (client: Client, path: string): Promise<{ ms: number; text: string }> => {
      const from = performance.now();
      const response = await fetch(system().origin + path, { headers: { cookie: client.cookie() } });
      const reader = response.body?.getReader();
      const first = await reader?.read();
      const ms = performance.now() - from;
      expect(response.status, path).to.equal(200);
      const decoder = new TextDecoder();
      let text = decoder.decode(first?.value, { stream: true });
      for (let part = await reader?.read(); part?.done === false; part = await reader?.read())
        text += decoder.decode(part.value, { stream: true });
      return { ms, text };
    };

    /** Each page's median, taken in turns, so that a busy moment of the machine counts for all. */
    const compare = async (pages: Record<string, { of: Client; path: string }>) => {
      const times = new Map(Object.keys(pages).map((name) => [name, [] as number[]]));
      for (let round = 0; round < WARM_UP + SAMPLES; round += 1) {
        for (const [name, { of, path }] of Object.entries(pages)) {
          const { ms } = await load(of, path);
          if (round >= WARM_UP) times.get(name)?.push(ms);
        }
      }
      return (name: string): number => median(times.get(name) ?? []);
    };

    /** Where a page's own link leads. */
    const follow = async (path: string, rel: 'next' | 'prev' | 'last'): Promise<string> => {
      const { text } = await load(many, path);
      const link = new RegExp(`href="([^"]*)" rel="${rel}"`).exec(text)?.[1];
      if (link === undefined) throw new Error(`${path} has no ${rel} page`);
      return link.replaceAll('&amp;', '&');
    };

    /** The page before the last one: as far down as there is. */
    const farDown = async (sort: string): Promise<string> =>
      await follow(await follow(`/referidos/?sort=${sort}`, 'last'), 'prev');

    it('begins to arrive within twice the time of one with 100', async () => {
      const path = '/referidos/';
      const medianOf = await compare({ small: { of: few, path }, large: { of: many, path } });
      const [small, large] = [medianOf('small'), medianOf('large')];
      console.log(
        `      first byte: ${small.toFixed(1)} ms with ${FEW}, ${large.toFixed(1)} ms with ${MANY} referrals`,
      );
      expect((await load(many, path)).text).to.include('100.000');
      expect(large).to.be.at.most(2 * small);
    });

    it('is about as quick when it is narrowed, sorted or read far down', async () => {
      const deep: [string, string][] = [];
      for (const sort of referralSorts) deep.push([`far down by ${sort}`, await farDown(sort)]);
      const pages = {
        'who waits': '/referidos/?status=pendientes',
        'errors by name': '/referidos/?status=errores&sort=name',
        ...Object.fromEntries(referralSorts.map((sort) => [`all by ${sort}`, `/referidos/?sort=${sort}`])),
        ...Object.fromEntries(
          referralSorts.map((sort) => [`a status by ${sort}`, `/referidos/?status=encontrados&sort=${sort}`]),
        ),
        ...Object.fromEntries(
          referralSorts.map((sort) => [`a municipio by ${sort}`, `/referidos/?${MUNICIPIO}&sort=${sort}`]),
        ),
        'a puesto': `/referidos/?${MUNICIPIO}&puesto=ESCUELA+RURAL+3`,
        'a mesa': `/referidos/?${MUNICIPIO}&puesto=ESCUELA+RURAL+3&mesa=5`,
        'the next page': await follow('/referidos/', 'next'),
        ...Object.fromEntries(deep),
      };
      const reference = { of: few, path: '/referidos/' };
      const large = Object.entries(pages).map(([name, path]) => [name, { of: many, path }] as const);
      const medianOf = await compare({ reference, ...Object.fromEntries(large) });
      const limit = 3 * medianOf('reference');
      for (const name of ['reference', ...Object.keys(pages)])
        console.log(`      ${name}: ${medianOf(name).toFixed(1)} ms`);
      for (const name of Object.keys(pages)) expect(medianOf(name), name).to.be.at.most(limit);
    });

    it('is searched in less than a second', async () => {
      const { ms, text } = await load(many, '/referidos/?q=nunez+ingrid');
      console.log(`      search: ${ms.toFixed(1)} ms`);
      expect(text).to.include('Íngrid Núñez');
      expect(ms).to.be.below(1_000);
    });
  },
  ['embedded'],
);
