import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import pg from 'pg';
import { freshSecrets } from '../../scripts/production/censo/keys/secrets.ts';
import { openPace } from '../../services/scraper/pace/open-pace.ts';
import { type PaceStore, postgresStore, redisStore } from '../../services/scraper/pace/store.ts';
import { isAway } from '../../shared/persistence/away.ts';
import { eventually, HANG_MS } from '../support/eventually.ts';
import type { Child } from '../support/processes/child.ts';
import { unusedPort } from '../support/processes/unused-port.ts';
import { type Balancer, startBalancer } from '../support/servers/balancer.ts';
import { useEmptyDatabase } from '../support/servers/postgres.ts';
import { missingPackages, redisUrlOf, startShippedRedis } from '../support/servers/servers.ts';
import { skipBecause } from '../support/skip.ts';

/** No whole second, nor a whole tenth. */
const SPACING_MS = 1_234;

/** What each store must do; `store` is asked when the tests run. */
const itKeepsWindows = (
  store: () => PaceStore,
  another: (spacingMs: number) => Promise<PaceStore> | PaceStore,
) => {
  /**
   * Closes a window and asks at once for how long it stays closed. The time that both took is all that may be missing
   * from what the window was closed for.
   */
  const closedAfter = async (act: () => Promise<unknown>): Promise<{ closedMs: number; tookMs: number }> => {
    const begun = performance.now();
    await act();
    const closedMs = await store().tryTake('page');
    return { closedMs, tookMs: performance.now() - begun };
  };
  const expectExactly = ({ closedMs, tookMs }: { closedMs: number; tookMs: number }, ms: number) => {
    expect(closedMs).to.be.at.most(ms);
    // Both clocks count whole milliseconds, each from its own beginning.
    expect(closedMs + tookMs).to.be.at.least(ms - 1);
  };
  const open = () => eventually('an open window', async () => (await store().tryTake('page')) === 0);

  it('is taken by one, and closed to the millisecond for one spacing', async () => {
    const taken = await closedAfter(open);
    expectExactly({ ...taken, tookMs: Number.POSITIVE_INFINITY }, SPACING_MS);
    await open();
    const begun = performance.now();
    const left = await store().tryTake('page');
    await open();
    expect(performance.now() - begun).to.be.at.least(left - 1);
  });

  it('is closed to the millisecond for as long as it is told, also when that is sooner than before', async () => {
    for (const ms of [7_000, 4_321, 60_001])
      expectExactly(await closedAfter(() => store().close('page', ms)), ms);
  });

  it('is never open sooner than it is told, and a part of a millisecond counts for one', async () => {
    const begun = performance.now();
    await store().close('page', 250.25);
    await open();
    expect(performance.now() - begun).to.be.at.least(250);
  });

  it('is one for all, and another for each kind', async () => {
    await store().close('page', 60_000);
    await store().close('query', 1);
    expect(await (await another(SPACING_MS)).tryTake('page')).to.be.within(1, 60_000);
    await eventually('the other is open', async () => (await store().tryTake('query')) === 0);
  });

  it('is kept for a spacing below a second', async () => {
    const quick = await another(300);
    await store().close('page', 1);
    await eventually('an open window', async () => (await quick.tryTake('page')) === 0);
    expect(await quick.tryTake('page')).to.be.at.most(300);
    await eventually('it opens again', async () => (await quick.tryTake('page')) === 0);
  });
};

describe('A window of the pace', () => {
  describe('in Redis', () => {
    let folder: string;
    let server: Child;
    let redis: Redis;
    let store: PaceStore;

    before(async function () {
      if (missingPackages().includes('redis-server')) skipBecause(this, 'install redis-server');
      folder = await mkdtemp(join(tmpdir(), 'censo-redis-'));
      const port = await unusedPort();
      const secrets = freshSecrets();
      server = await startShippedRedis(port, folder, secrets);
      redis = new Redis(redisUrlOf('scraper', secrets, port));
      await redis.ping();
      store = redisStore(redis, SPACING_MS);
    });
    after(async () => {
      if (folder === undefined) return;
      redis.disconnect();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    });

    itKeepsWindows(
      () => store,
      (spacingMs) => redisStore(redis, spacingMs),
    );

    it('that somebody closed for ever opens one spacing after it is asked for', async () => {
      await redis.set('censo-pace:page', 1);
      expect(await store.tryTake('page')).to.equal(SPACING_MS);
      await eventually('an open window', async () => (await store.tryTake('page')) === 0);
    });
  });

  describe('in Postgres', () => {
    let pool: pg.Pool;
    let store: PaceStore;
    // Before the database is dropped.
    after(() => pool.end());
    const database = useEmptyDatabase();

    before(async () => {
      pool = new pg.Pool({ connectionString: database.url, max: 2 });
      store = await postgresStore(pool, SPACING_MS);
    });

    itKeepsWindows(
      () => store,
      (spacingMs) => postgresStore(pool, spacingMs),
    );

    describe('that cannot be reached', () => {
      let way: Balancer;
      const at = () => {
        const url = new URL(database.url);
        url.port = String(way.port);
        return { spacingMs: SPACING_MS, redisUrl: undefined, databaseUrl: url.href };
      };
      beforeEach(async () => {
        way = await startBalancer(await unusedPort());
      });
      afterEach(() => way.close());

      it('is waited for when a scraper starts, which says so', async () => {
        const said: string[] = [];
        const warn = (line: string) => {
          said.push(line);
          // It comes back once it was missed.
          if (said.length === 1) way.add(Number(new URL(database.url).port));
        };
        const opened = await openPace({ ...at(), patienceMs: HANG_MS, log: { info: () => {}, warn } });
        expect(await opened.isReady()).to.equal(true);
        await opened.close();
        expect(said).to.have.lengthOf(1);
        expect(said[0]).to.match(/^waiting for Postgres \(pace\)/);
      });

      it('ends the start when the patience is over', async () => {
        const log = { info: () => {}, warn: () => {} };
        const tried = await openPace({ ...at(), patienceMs: 0, log }).catch((error: unknown) => error);
        expect(tried).to.be.an.instanceOf(Error);
        expect(isAway(tried)).to.equal(true);
      });
    });
  });
});
