import { applyText } from './installation.ts';
import { allReady } from './pods.ts';

/**
 * A pod that runs a program of a few lines with Node, in a namespace that is not the portal's.
 *
 * @param name also of its label `service`
 */
export const startResident = async (
  namespace: string,
  {
    name,
    image,
    program,
    parameters,
  }: { name: string; image: string; program: string; parameters: readonly string[] },
): Promise<void> => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { service: name } },
    spec: {
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name,
          image,
          command: ['node', '-e', program, ...parameters],
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  };
  await applyText(namespace, JSON.stringify(pod));
  await allReady(namespace);
};

/**
 * What an ingress does: it passes requests on to a service, says for whom, and holds nothing back. Each connection is somebody
 * else's, as far as the portal sees.
 */
export const ingress = `
const http = require('node:http');
const [target, host] = process.argv.slice(1);
let people = 0;
http.createServer((request, response) => {
  request.socket.address_ ??= '198.18.' + (++people >> 8) + '.' + (people & 255);
  const headers = { ...request.headers, host, 'x-forwarded-proto': 'https', 'x-forwarded-for': request.socket.address_ };
  const onward = http.request({ host: target, port: 80, method: request.method, path: request.url, headers, agent: false });
  onward.on('response', (answer) => { response.writeHead(answer.statusCode, answer.headers); answer.pipe(response); });
  onward.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}).listen(3000);`;

/** Somebody who only tries whom they reach. */
export const idle = 'setInterval(() => {}, 1e9);';
