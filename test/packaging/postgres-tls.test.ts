import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect } from 'chai';
import * as entities from '../../services/census/store/entities.ts';
import { openDatabase } from '../../shared/persistence/database.ts';

/** What a client of Postgres sends first when it wants TLS: a length of 8 and this number. */
const SSL_REQUEST = 80_877_103;

/** Whether a service's database asks for TLS before anything else; the server takes it and hangs up. */
const asksForTls = async (query = ''): Promise<boolean> => {
  const firsts: Buffer[] = [];
  const server = createServer((socket) => {
    socket.once('data', (data) => {
      firsts.push(data);
      socket.destroy();
    });
    socket.on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    await openDatabase({
      url: `postgres://censo:x@127.0.0.1:${port}/censo${query}`,
      schema: 'census',
      entities: Object.values(entities),
      migrations: [],
      log: { warn: () => {}, info: () => {} },
      patienceMs: 1,
    }).catch(() => {});
  } finally {
    server.close();
  }
  expect(firsts).not.to.have.lengthOf(0);
  return firsts.every((data) => data.length === 8 && data.readInt32BE(4) === SSL_REQUEST);
};

describe('sslmode in DATABASE_URL', () => {
  it('makes a service ask for TLS', async () => {
    expect(await asksForTls('?sslmode=verify-full')).to.equal(true);
    expect(await asksForTls('?sslmode=disable')).to.equal(false);
  });
});

describe('PGSSLMODE of k8s/components/postgres-tls', () => {
  const before = process.env.PGSSLMODE;
  afterEach(() => {
    if (before === undefined) delete process.env.PGSSLMODE;
    else process.env.PGSSLMODE = before;
  });

  it('makes a service ask for TLS, which it does not by itself', async () => {
    delete process.env.PGSSLMODE;
    expect(await asksForTls()).to.equal(false);
    process.env.PGSSLMODE = 'verify-full';
    expect(await asksForTls()).to.equal(true);
  });
});
