import { once } from 'node:events';
import { Agent, get, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { closeServer, listen } from '../../../../services/gateway/web/server.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

describe('A portal that closes', () => {
  const agent = new Agent({ keepAlive: true });
  after(() => agent.destroy());

  const serving = async (
    handler: RequestListener,
  ): Promise<{ server: Server; ask: () => Promise<string> }> => {
    const server = await listen(handler, '127.0.0.1', 0);
    const { port } = server.address() as AddressInfo;
    const ask = () =>
      new Promise<string>((resolve, reject) => {
        get({ port, agent, host: '127.0.0.1' }, (response) => text(response).then(resolve, reject)).on(
          'error',
          reject,
        );
      });
    return { server, ask };
  };

  it('lets the request in flight end, also on a connection that is kept open for more', async () => {
    const { promise: going, resolve: begun } = Promise.withResolvers<void>();
    const { promise: free, resolve: release } = Promise.withResolvers<void>();
    const { server, ask } = await serving(async (_, response) => {
      begun();
      await free;
      response.end('whole');
    });
    const answer = ask();
    await going;
    const closed = closeServer(server, 60_000);
    release();
    expect(await answer).to.equal('whole');
    // Within the test's own time, not in the 60 s that a request would have had.
    await closed;
  });

  it('cuts what has not ended in time', async () => {
    const { promise: going, resolve: begun } = Promise.withResolvers<void>();
    const { server, ask } = await serving(() => begun());
    const answer = ask().catch((error: NodeJS.ErrnoException) => error.code);
    await going;
    const clock = createFakeClock();
    const closed = closeServer(server, 20_000, clock);
    await clock.pass(20_000);
    await closed;
    expect(await answer).to.equal('ECONNRESET');
  });
});

describe('A portal whose callers are slow', () => {
  const patience = { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 };

  for (const { what, sent } of [
    { what: 'say nothing', sent: '' },
    { what: 'never end what they want', sent: 'GET / HTTP/1.1\r\nHost: portal\r\nX: ' },
    {
      what: 'never end what they send',
      sent: 'POST / HTTP/1.1\r\nHost: portal\r\nContent-Length: 9\r\n\r\na',
    },
  ])
    it(`cuts off those who ${what}`, async () => {
      const server = await listen((request) => void request.resume(), '127.0.0.1', 0, patience);
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      socket.resume();
      if (sent !== '') socket.write(sent);
      await once(socket, 'close');
      await closeServer(server, 0);
    });
});
