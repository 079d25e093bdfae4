import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { type ConnectionOptions, connect, type NatsConnection } from 'nats';
import { freshSecrets } from '../../scripts/production/censo/keys/secrets.ts';
import { natsOptions } from '../../shared/nats/connection.ts';
import { inboxPrefixOf } from '../../shared/nats/subjects.ts';
import type { Child } from '../support/processes/child.ts';
import { unusedPort } from '../support/processes/unused-port.ts';
import { openNats, writeNatsConfig } from '../support/servers/nats-access.ts';
import {
  missingServers,
  redisUrlOf,
  startNats,
  startRedis,
  startShippedRedis,
} from '../support/servers/servers.ts';
import { needs } from '../support/skip.ts';

const NEW = 'una-clave-nueva-en-pruebas';
/** What somebody asks to whom only accounts may speak. */
const ALLOWED = 'MOL-censo.REQ.census.1.accounts.1';

/** What docs/runbook.md tells to add: the service's own block once more, under another name. */
const withRelief = (users: string): string => {
  const [block = ''] = users.match(/ {4}\{\n {6}user: accounts\n[\s\S]*?\n {4}\}\n/) ?? [];
  const relief = block
    .replace('user: accounts\n', 'user: accounts-relevo\n')
    .replace(/password: .*/, `password: "${NEW}"`)
    .replaceAll('_INBOX.accounts.', '_INBOX.accounts-relevo.');
  return users.replace(block, block + relief);
};

describe('A password that is exchanged while everybody goes on', () => {
  const secrets = freshSecrets();
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-exchange-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  describe('at NATS', () => {
    let server: Child;
    let url: string;
    const connections: NatsConnection[] = [];
    before(async function () {
      needs(this, missingServers('nats-server'));
      const port = await unusedPort();
      server = await startNats(port, folder, { config: await writeNatsConfig(folder, secrets) });
      url = `nats://127.0.0.1:${port}`;
    });
    after(async () => {
      for (const connection of connections) await connection.close();
      await server?.stop();
    });

    /** @returns a connection as the product makes it, and what the server refused on it */
    const enter = async (user: string, password: string) => {
      const options: ConnectionOptions = natsOptions({ ...openNats(url), user, password });
      const connection = await connect({ ...options, reconnect: false });
      connections.push(connection);
      const refused: string[] = [];
      void (async () => {
        for await (const { permissionContext } of connection.status())
          if (permissionContext !== undefined) refused.push(permissionContext.subject);
      })();
      return {
        connection,
        async refusedOf(subject: string): Promise<string[]> {
          connection.publish(subject, '{}');
          connection.subscribe(`${inboxPrefixOf(user)}.1`);
          // What the server has to say comes before its answer to this.
          await connection.flush();
          await setImmediate();
          return refused;
        },
      };
    };

    it('is had by a second user for a while, who may do what the first may', async () => {
      const before = await enter('accounts', secrets.nats.accounts);
      const users = join(folder, 'config/users.conf');
      await writeFile(users, withRelief(await readFile(users, 'utf8')));
      server.kill('SIGHUP');
      await server.printed('Reloaded server configuration');
      const relief = await enter('accounts-relevo', NEW);
      for (const one of [before, relief]) expect(await one.refusedOf(ALLOWED)).to.deep.equal([]);
      expect(before.connection.isClosed()).to.equal(false);
      const foreign = 'MOL-censo.REQ.accounts.1.gateway.1';
      expect(await relief.refusedOf(foreign)).to.deep.equal([foreign]);
    });
  });

  describe('at Redis', () => {
    let server: Child;
    before(function () {
      needs(this, missingServers('redis-server'));
    });
    after(() => server?.stop());

    it('is one of two that a user has for a while', async () => {
      const port = await unusedPort();
      const own = await mkdtemp(join(folder, 'redis-'));
      await (await startShippedRedis(port, own, secrets)).stop();
      const file = join(own, 'users.acl');
      const hash = createHash('sha256').update(NEW).digest('hex');
      const users = await readFile(file, 'utf8');
      await writeFile(file, users.replace(/^(user scraper on )/m, `$1#${hash} `));
      server = await startRedis(port, own, ['--appendonly', 'yes', '--aclfile', file]);
      for (const password of [secrets.redis.scraper, NEW]) {
        const renewed = { ...secrets, redis: { ...secrets.redis, scraper: password } };
        const redis = new Redis(redisUrlOf('scraper', renewed, port), { retryStrategy: () => null });
        expect(await redis.ping()).to.equal('PONG');
        redis.disconnect();
      }
    });
  });
});
