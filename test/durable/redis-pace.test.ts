import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { freshSecrets } from '../../scripts/production/censo/keys/secrets.ts';
import { type OpenPace, openPace } from '../../services/scraper/pace/open-pace.ts';
import { PaceLostError } from '../../services/scraper/pace/turn.ts';
import { eventually, HANG_MS } from '../support/eventually.ts';
import type { Child } from '../support/processes/child.ts';
import { unusedPort } from '../support/processes/unused-port.ts';
import { missingServers, redisUrlOf, startShippedRedis } from '../support/servers/servers.ts';
import { needs } from '../support/skip.ts';

const SPACING_MS = 1_000;
const silent = { info: () => {}, warn: () => {} };

describe('A Redis that stands still with its connections open', () => {
  let folder: string;
  let redis: Child;
  let opened: OpenPace;

  before(async function () {
    needs(this, missingServers('redis-server'));
    folder = await mkdtemp(join(tmpdir(), 'censo-redis-'));
    const port = await unusedPort();
    const secrets = freshSecrets();
    redis = await startShippedRedis(port, folder, secrets);
    opened = await openPace({
      spacingMs: SPACING_MS,
      redisUrl: redisUrlOf('scraper', secrets, port),
      databaseUrl: undefined,
      patienceMs: 0,
      log: silent,
    });
  });
  after(async () => {
    if (folder === undefined) return;
    await opened.close();
    redis.kill('SIGCONT');
    await redis.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** A turn, or the error that nobody could say whose turn it is. */
  const turnOrLoss = () =>
    opened.pace.turn('page', AbortSignal.timeout(HANG_MS)).then(
      () => 'granted' as const,
      (error: unknown) => (error instanceof PaceLostError ? ('lost' as const) : Promise.reject(error)),
    );
  const granted = async () => (await turnOrLoss()) === 'granted';

  it('lets nobody leave, says so, and is used again when it goes on', async () => {
    await eventually('a first turn', granted);
    redis.kill('SIGSTOP');
    expect(await turnOrLoss()).to.equal('lost');
    redis.kill('SIGCONT');
    await eventually('a turn again', granted);
  });
});
