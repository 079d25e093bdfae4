import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Registry } from 'prom-client';

/**
 * Serves `/metrics` on a port of its own, so that it can stay inside the cluster.
 *
 * @throws the listen error when the port is taken
 */
export const startMetricsServer = async (registry: Registry, host: string, port: number): Promise<Server> => {
  const server = createServer(async (request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    try {
      const text = await registry.metrics();
      response.writeHead(200, { 'content-type': registry.contentType }).end(text);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  server.listen(port, host);
  await once(server, 'listening');
  return server;
};
