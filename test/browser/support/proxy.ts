import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createRawServer,
  type Server,
  type Socket,
} from 'node:net';

const listen = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has no other form
};

export interface LocalProxy {
  /** Such as `http://127.0.0.1:3128`. */
  readonly server: string;
  /** What was asked of it and let pass, such as `GET http://127.0.0.1:80/` or `CONNECT 127.0.0.1:443`. */
  readonly passed: string[];
  close(): void;
}

/** A working proxy on this machine, for http:// and https:// sites. With `login` it asks for exactly that. */
export const startProxy = async (login?: { username: string; password: string }): Promise<LocalProxy> => {
  const passed: string[] = [];
  const wanted = login && `Basic ${btoa(`${login.username}:${login.password}`)}`;
  const mayPass = ({ method, url, headers }: IncomingMessage): boolean => {
    if (wanted !== undefined && headers['proxy-authorization'] !== wanted) return false;
    passed.push(`${method} ${url}`);
    return true;
  };
  const server = createServer((incoming, response) => {
    if (!mayPass(incoming)) {
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="prueba"' }).end('login');
      return;
    }
    const { method, url = '', headers } = incoming;
    const outgoing = request(url, { method: method ?? 'GET', headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.writeHead(502).end('no way'));
    incoming.pipe(outgoing);
  });
  server.on('connect', (incoming: IncomingMessage, socket: Socket) => {
    socket.on('error', () => undefined); // a browser that closes is nobody's concern here
    if (!mayPass(incoming)) {
      socket.end('HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="prueba"\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const [host = '', port] = (incoming.url ?? '').split(':');
    const way = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(way).pipe(socket);
    });
    way.on('error', () => socket.end('HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n'));
  });
  return {
    server: `http://${await listen(server)}`,
    passed,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

/** A server that says nothing by itself. `answer` gets each connection with what came first. */
export const startRawServer = async (
  answer: (socket: Socket) => void,
): Promise<{ readonly host: string; close(): void }> => {
  const sockets = new Set<Socket>();
  const server = createRawServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined); // resets are part of the game
    socket.once('data', () => answer(socket));
  });
  return {
    host: await listen(server),
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};
