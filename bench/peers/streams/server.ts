/** What the portal's streams are measured against: node:http that keeps responses open, and says every 15 s that it lives. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const open = new Set<ServerResponse>();
const server = createServer((request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.write('event: snapshot\ndata: {"stale":true,"views":[]}\n\n');
  open.add(response);
  request.on('close', () => open.delete(response));
});
setInterval(() => {
  for (const response of open) response.write('event: beat\ndata: {}\n\n');
}, 15_000);
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit(0));
