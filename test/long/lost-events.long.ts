import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { startLoad } from '../support/chaos/load.ts';
import { eventually } from '../support/eventually.ts';
import { createCrowd, hasRightEnd } from '../support/people/crowd.ts';
import { openStream, toldIn } from '../support/people/event-stream.ts';
import { seeded } from '../support/random.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase } from '../support/system/portal-database.ts';
import { losses } from './losses.ts';

/** `SEED` repeats a run; `LOSS_SECONDS` says how long people come, and things are lost. */
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const seconds = Number(process.env.LOSS_SECONDS ?? 180);
const PER_SECOND = 2;
const WATCHERS = 5;
const CATCH_UP_S = 5;
const SETTLE_MS = 150_000;

inBothModes(
  `Events that are lost at random moments (SEED=${seed})`,
  {
    scrapers: 2,
    replicas: { accounts: 2, census: 2, gateway: 2 },
    env: {
      SPACING_MS: '0',
      MAX_ATTEMPTS: '4',
      LOOKUP_TIMEOUT_S: '8',
      LEASE_S: '10',
      CATCH_UP_S: String(CATCH_UP_S),
    },
  },
  (system) => {
    it('cost delays, and nobody their answer, their place in a list, or what their page is told', async function () {
      this.timeout(seconds * 1_000 + 3 * SETTLE_MS);
      const random = seeded(seed);
      const crowd = createCrowd(system().origin);
      const watchers = await crowd.join(Array.from({ length: WATCHERS }, () => '00' as const));
      const load = startLoad(crowd, { perSecond: PER_SECOND, seconds, kinds: ['00', '03'] });
      const counts = new Map<string, number>();
      const until = Date.now() + seconds * 1_000;
      let left: typeof losses = [];
      while (Date.now() < until) {
        await sleep(500 + random.below(4_000));
        if (left.length === 0) left = losses;
        const loss = random.pick(left);
        left = left.filter((one) => one !== loss);
        await loss.strike(system(), random);
        counts.set(loss.name, (counts.get(loss.name) ?? 0) + 1);
      }
      await load.everybody;
      await crowd.settled(crowd.members, SETTLE_MS);

      const [waits] = await inDatabase<{ longest: number; typical: number }>(
        system(),
        `select max(s)::float as longest, percentile_cont(0.5) within group (order by s) as typical
         from census.records r join accounts.users u on u.id = r.user_id,
           extract(epoch from r.answered_at - u.created_at) s`,
      );
      const found = await foundByLooking();
      console.log(
        [
          `      ${crowd.members.length} people, ${[...counts.values()].reduce((sum, count) => sum + count, 0)} losses:`,
          ...[...counts].map(([name, count]) => `        ${count} × ${name}`),
          `      all answered, ${waits?.typical.toFixed(1)} s after they registered in the middle and ` +
            `${waits?.longest.toFixed(1)} s at the most, looked for every ${CATCH_UP_S} s;` +
            ` counted as lost and found: ${found}`,
        ].join('\n'),
      );
      expect(crowd.members.filter((member) => !hasRightEnd(member))).to.deep.equal([]);
      expect(crowd.unexpected).to.deep.equal([]);

      await eventually(
        'every list has every status',
        async () => (await wrongCopies()).length === 0,
        CATCH_UP_S * 10_000,
      );
      for (const watcher of watchers) {
        const stream = await openStream(system().origin, watcher.client.cookie());
        await stream.received('their own answer', (event) =>
          toldIn(event).some(({ status }) => status === 'ACTIVE'),
        );
        stream.close();
      }
    });

    it('leave a page that is open without its answer for no longer than it takes to look', async function () {
      this.timeout(SETTLE_MS);
      const crowd = createCrowd(system().origin);
      const [person] = await crowd.join(['00']);
      if (person === undefined) throw new Error('nobody came');
      await crowd.settled([person], SETTLE_MS);
      const stream = await openStream(system().origin, person.client.cookie());
      await stream.received('the snapshot', ({ event }) => event === 'snapshot');
      // As if the lookup's event had left the outbox for nowhere.
      await inDatabase(
        system(),
        `update census.records set version = version + 1, updated_at = now() where user_id = $1`,
        [person.userId],
      );
      await stream.received('the newer version', (event) =>
        toldIn(event).some(({ version }) => version > (person.view?.version ?? 0)),
      );
      stream.close();
    });

    const wrongCopies = () =>
      inDatabase(
        system(),
        `select 1 from census.records r join accounts.users u on u.id = r.user_id
         where u.census_status is distinct from r.status or u.census_version <> r.version`,
      );
    const foundByLooking = async (): Promise<string> => {
      const roles = [...system().processes.keys()].filter((role) => /^(accounts|census)/.test(role));
      const lines: string[] = [];
      for (const role of roles) {
        const text = await (await fetch(`${system().operations(role)}/metrics`)).text();
        for (const [line] of text.matchAll(
          /^censo_(found_by_looking|bus_consumers_remade)_total\{.*[1-9]\d*$/gm,
        ))
          lines.push(`${role} ${line.slice('censo_'.length)}`);
      }
      return lines.join(', ') || 'nothing';
    };
  },
  ['distributed'],
);
