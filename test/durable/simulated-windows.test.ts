import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { freshSecrets } from '../../scripts/production/censo/keys/secrets.ts';
import { redisStore } from '../../services/scraper/pace/store.ts';
import { eventually } from '../support/eventually.ts';
import type { Child } from '../support/processes/child.ts';
import { unusedPort } from '../support/processes/unused-port.ts';
import { seeded } from '../support/random.ts';
import { missingServers, redisUrlOf, startShippedRedis } from '../support/servers/servers.ts';
import { needs } from '../support/skip.ts';
import { createWindows } from '../support/year/redis.ts';

const HOUR_MS = 3_600_000;
const SPACING_MS = HOUR_MS;
/** The test takes less, however slow the machine is; everything else here is counted in hours. */
const TAKES_MS = HOUR_MS / 4;
const KINDS = ['page', 'query'] as const;

describe('The windows of the simulated Redis', () => {
  let folder: string;
  let server: Child;
  let redis: Redis;

  before(async function () {
    needs(this, missingServers('redis-server'));
    folder = await mkdtemp(join(tmpdir(), 'censo-redis-'));
    const port = await unusedPort();
    const secrets = freshSecrets();
    server = await startShippedRedis(port, folder, secrets);
    redis = new Redis(redisUrlOf('scraper', secrets, port));
    await eventually('Redis answers', async () => (await redis.ping()) === 'PONG');
  });
  after(async () => {
    if (folder === undefined) return;
    redis.disconnect();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Lets hours pass in the real one: what has a time to live has so much less of it. */
  const pass = async (ms: number): Promise<void> => {
    for (const kind of KINDS) {
      const key = `censo-pace:${kind}`;
      const left = await redis.pttl(key);
      if (left >= 0) await redis.pexpire(key, Math.max(0, left - ms));
    }
  };

  it('open and close as those of a real one, whatever is asked in whatever order', async () => {
    const random = seeded(7);
    const real = redisStore(redis, SPACING_MS);
    let now = 0;
    const simulated = createWindows(() => now);
    for (let step = 0; step < 200; step += 1) {
      const kind = random.pick(KINDS);
      const what = random.below(3);
      const hours = 1 + random.below(4);
      if (what === 0) {
        // An odd half, so that no window opens at the moment that is looked at.
        const ms = (hours - 0.5) * HOUR_MS;
        now += ms;
        await pass(ms);
      } else if (what === 1) {
        simulated.close(kind, hours * HOUR_MS);
        await real.close(kind, hours * HOUR_MS);
      } else {
        const [ours, theirs] = [simulated.tryTake(kind, SPACING_MS), await real.tryTake(kind)];
        expect(theirs > 0, `step ${step}`).to.equal(ours > 0);
        expect(Math.abs(theirs - ours), `step ${step}`).to.be.lessThan(TAKES_MS);
      }
    }
  });
});
