import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { freshSecrets } from '../../scripts/production/censo/keys/secrets.ts';
import type { Child } from '../support/processes/child.ts';
import { unusedPort } from '../support/processes/unused-port.ts';
import { missingServers, redisUrlOf, startShippedRedis } from '../support/servers/servers.ts';
import { needs } from '../support/skip.ts';
import { inMode } from '../support/system/modes.ts';

/** What somebody at Redis would like to do. */
const HARM = [
  ['keys', '*'],
  ['scan', '0'],
  ['flushall'],
  ['flushdb'],
  ['config', 'get', '*'],
  ['config', 'set', 'dir', '/tmp'],
  ['shutdown', 'nosave'],
  ['monitor'],
  ['acl', 'list'],
  ['client', 'list'],
  ['replicaof', '127.0.0.1', '1'],
  ['module', 'list'],
  ['publish', 'a', 'b'],
] as const;

inMode('distributed', 'Redis with the shipped users', () => {
  const secrets = freshSecrets();
  let folder: string;
  let server: Child;
  let port: number;
  const opened: Redis[] = [];

  before(async function () {
    needs(this, missingServers('redis-server'));
    folder = await mkdtemp(join(tmpdir(), 'censo-redis-'));
    port = await unusedPort();
    server = await startShippedRedis(port, folder, secrets);
  });
  afterEach(() => {
    for (const redis of opened.splice(0)) redis.disconnect();
  });
  after(async () => {
    await server?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const at = (url: string): Redis => {
    const redis = new Redis(url, { enableReadyCheck: false, retryStrategy: () => null });
    redis.on('error', () => undefined);
    opened.push(redis);
    return redis;
  };
  /** What came of a command: its answer, or the first word of its refusal. */
  const told = (redis: Redis, [command, ...words]: readonly [string, ...string[]]): Promise<string> =>
    redis.call(command, ...words).then(String, ({ message }: Error) => message.split(' ', 1)[0] ?? '');

  it('answers a stranger nothing', async () => {
    const stranger = at(`redis://127.0.0.1:${port}`);
    for (const order of [['ping'], ['get', 'censo-pace:page'], ...HARM] as const)
      expect(await told(stranger, order), order.join(' ')).to.equal('NOAUTH');
  });

  it('tells the probe that it is there, and no more', async () => {
    const probe = at(`redis://probe:-@127.0.0.1:${port}`);
    expect(await told(probe, ['ping'])).to.equal('PONG');
    for (const order of [['get', 'censo-pace:page'], ['info'], ...HARM] as const)
      expect(await told(probe, order), order.join(' ')).to.equal('NOPERM');
  });

  for (const [user, own, other] of [
    ['scraper', 'censo-pace:page', 'limit:login'],
    ['gateway', 'limit:login', 'censo-pace:page'],
  ] as const)
    it(`lets ${user} at its own keys alone, also in a script`, async () => {
      const redis = at(redisUrlOf(user, secrets, port));
      expect(await told(redis, ['set', own, '1'])).to.equal('OK');
      const script = "return redis.call('set', KEYS[1], 1)";
      for (const order of [['set', other, '1'], ['eval', script, '1', other], ...HARM] as const)
        expect(await told(redis, order), order.join(' ')).to.match(/^(NOPERM|ERR)$/);
      expect(await told(redis, ['eval', "return redis.call('keys', '*')", '0'])).to.match(/^(NOPERM|ERR)$/);
    });
});
