import { expect } from 'chai';
import pg from 'pg';
import { type Client, createClient, newCedula } from '../support/client.ts';
import { databaseUrlOf } from '../support/database-url.ts';
import { storeReferrals } from '../support/many-referrals.ts';
import { inBothModes } from '../support/modes.ts';
import { admin } from '../support/system.ts';

const FEW = 100;
const MANY = 100_000;
/** Of each page, taken in turns, after some that nobody counts. */
const SAMPLES = 15;
const WARM_UP = 5;

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
      return leader;
    };

    before(async function () {
      this.timeout(60_000);
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

    /** Medians of both leaders' page, taken in turns, so that a busy moment of the machine counts for both. */
    const compare = async (path: string): Promise<{ small: number; large: number }> => {
      const small: number[] = [];
      const large: number[] = [];
      for (let i = 0; i < WARM_UP + SAMPLES; i += 1) {
        small.push((await load(few, path)).ms);
        large.push((await load(many, path)).ms);
      }
      return { small: median(small.slice(WARM_UP)), large: median(large.slice(WARM_UP)) };
    };

    const follow = async (path: string): Promise<string> => {
      const { text } = await load(many, path);
      const next = /href="([^"]*cursor=[^"]*)"[^>]*>Siguiente/.exec(text)?.[1];
      if (next === undefined) throw new Error(`${path} has no next page`);
      return next.replaceAll('&amp;', '&');
    };

    /** A cursor far into the list: that of a name or date that SQL would take long to reach by counting. */
    const deep = (key: string, sort: string): string => {
      const cursor = Buffer.from(JSON.stringify([key, crypto.randomUUID()])).toString('base64url');
      return `/referidos/?sort=${sort}&cursor=${cursor}`;
    };

    it('begins to arrive within twice the time of one with 100', async () => {
      const { small, large } = await compare('/referidos/');
      console.log(
        `      first byte: ${small.toFixed(1)} ms with ${FEW}, ${large.toFixed(1)} ms with ${MANY} referrals`,
      );
      expect((await load(many, '/referidos/')).text).to.include('100.000');
      expect(large).to.be.at.most(2 * small);
    });

    it('is as quick when it is narrowed, sorted or read far down', async () => {
      const earlier = new Date(Date.now() - 2 * 86_400_000).toISOString();
      const paths = {
        'those who wait': '/referidos/?status=pendientes',
        'errors by name': '/referidos/?status=errores&sort=name',
        'by name': '/referidos/?sort=name',
        'the next page': await follow('/referidos/'),
        'far down by date': deep(earlier, 'recent'),
        'far down by name': deep('Nubia Peña 9', 'name'),
      };
      const { small } = await compare('/referidos/');
      for (const [what, path] of Object.entries(paths)) {
        const times: number[] = [];
        for (let i = 0; i < SAMPLES; i += 1) times.push((await load(many, path)).ms);
        console.log(`      ${what}: ${median(times).toFixed(1)} ms`);
        expect(median(times), what).to.be.at.most(2 * small);
      }
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
