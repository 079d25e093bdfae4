import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect } from 'chai';
import { natsCheck } from '../../../../../../scripts/production/censo/doctor/nats.ts';
import { TESTED_NATS } from '../../../../../../shared/durable/nats-version.ts';
import { openNats } from '../../../../../support/servers/nats-access.ts';

/** As much of a server as tells who it is. */
const startGreeter = async (version: string): Promise<Server> => {
  const info = { server_id: 'x', version, proto: 1, headers: true, max_payload: 1_048_576, jetstream: false };
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.write(`INFO ${JSON.stringify(info)}\r\n`);
    socket.on('data', (data) => {
      if (data.includes('PING')) socket.write('PONG\r\n');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

describe('censo doctor on a NATS server', () => {
  for (const [version, older] of [
    ['2.9.10', true],
    [TESTED_NATS, false],
  ] as const)
    it(`${older ? 'says' : 'says nothing'} of its age when it is ${version}`, async () => {
      const server = await startGreeter(version);
      try {
        const { port } = server.address() as AddressInfo;
        const nats = openNats(`nats://127.0.0.1:${port}`);
        const { detail } = await natsCheck({ nats, services: ['census'] }).look();
        const aged = `versión ${version}, más antigua que la probada (${TESTED_NATS})`;
        expect(detail).to.equal(`${older ? aged : `versión ${version}`}, sin JetStream`);
      } finally {
        server.close();
      }
    });
});
