/**
 * What the portal's streams are measured against: node:http that keeps responses open, with the headers and the first words of
 * the portal's, and says every 25 s that it lives.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const HEAD = {
  'Content-Security-Policy': "default-src 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'SAMEORIGIN',
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'private, no-store, no-transform',
  'X-Accel-Buffering': 'no',
};
const SNAPSHOT = {
  ...{ userId: '00000000-0000-4000-9000-000000000001', stale: true },
  views: [{ userId: '00000000-0000-4000-9000-000000000001', version: 1, status: 'ACTIVE' }],
};
const FIRST = `retry: 2000\n\nevent: snapshot\nid: 0123abcd-0\ndata: ${JSON.stringify(SNAPSHOT)}\n\n`;

const open = new Set<ServerResponse>();
const server = createServer((request, response) => {
  response.writeHead(200, HEAD);
  response.write(FIRST);
  open.add(response);
  request.on('close', () => open.delete(response));
});
setInterval(() => {
  for (const response of open) response.write('event: beat\nid: 0123abcd-0\ndata: {}\n\n');
}, 25_000);
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit(0));
