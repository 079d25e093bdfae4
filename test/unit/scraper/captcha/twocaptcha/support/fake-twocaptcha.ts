import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One call as the service received it. */
interface ReceivedCall {
  /** The path's last part: createTask or getTaskResult. */
  method: string;
  url: string;
  headers: string;
  body: Record<string, unknown>;
}

export type Answer = (response: ServerResponse, call: ReceivedCall) => void;

export interface FakeTwoCaptcha {
  url: string;
  calls: ReceivedCall[];
  /** The methods that were called, in order. */
  methods(): string[];
  close(): Promise<void>;
}

/**
 * 2captcha's JSON API on this machine. Each call of a method gets the next of its answers; the last one repeats.
 */
export const startFakeTwoCaptcha = async (script: {
  createTask?: Answer[];
  getTaskResult?: Answer[];
}): Promise<FakeTwoCaptcha> => {
  const calls: ReceivedCall[] = [];
  const answers: Record<string, Answer[]> = {
    createTask: script.createTask ?? [created],
    getTaskResult: script.getTaskResult ?? [ready()],
  };
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = request.url?.split('/').at(-1) ?? '';
    const body = JSON.parse(await text(request));
    const before = calls.filter((call) => call.method === method).length;
    const call = { method, url: request.url ?? '', headers: request.rawHeaders.join('\n'), body };
    calls.push(call);
    const known = answers[method] ?? [html(404)];
    known[Math.min(before, known.length - 1)]?.(response, call);
  };
  const server = createServer((request, response) => {
    receive(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    methods: () => calls.map(({ method }) => method),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

export const json =
  (body: unknown, status = 200): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

export const created: Answer = json({ errorId: 0, taskId: 74_372_499_131 });
export const processing: Answer = json({ errorId: 0, status: 'processing' });
export const ready = (
  solution: object = { gRecaptchaResponse: '03AGdBq26-token', token: '03AGdBq26-token' },
): Answer =>
  json({
    errorId: 0,
    status: 'ready',
    solution,
    cost: '0.00299',
    ip: '203.0.113.7',
    createTime: 1_692_863_536,
    endTime: 1_692_863_556,
    solveCount: 1,
  });
export const refusing = (errorCode: string, status = 200): Answer =>
  json({ errorId: 1, errorCode, errorDescription: `Text for ${errorCode}` }, status);

/** A page instead of an answer. */
export const html =
  (status: number): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html>Sorry</html>');
  };
export const raw =
  (body: string): Answer =>
  (response) => {
    response.end(body);
  };
/** Valid JSON, but of more bytes than anybody should read. */
export const huge =
  (bytes: number): Answer =>
  (response) => {
    response.end(JSON.stringify({ errorId: 0, taskId: 1, filler: 'x'.repeat(bytes) }));
  };
export const redirectTo =
  (target: string): Answer =>
  (response) => {
    response.writeHead(307, { location: target }).end();
  };
export const reset: Answer = (response) => {
  response.socket?.resetAndDestroy();
};
export const silence: Answer = () => {};
/** Begins an answer and never comes to its end. */
export const drip: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 5);
  response.on('close', () => clearInterval(timer));
};
/** Sends back what it got, key included, wherever there is room for text. */
export const echo: Answer = (response, { body }) => {
  const key = String(body.clientKey);
  const told = {
    errorId: 1,
    errorCode: key,
    errorDescription: `Unknown key ${key}`,
    status: key,
    taskId: key,
  };
  response.writeHead(200, { 'x-key': key }).end(JSON.stringify(told));
};

/** Imitations that one test each starts; they end with it. */
export const useFakeTwoCaptcha = (): {
  start(script: Parameters<typeof startFakeTwoCaptcha>[0]): Promise<FakeTwoCaptcha>;
} => {
  let api: FakeTwoCaptcha | undefined;
  afterEach(async () => {
    await api?.close();
    api = undefined;
  });
  return {
    async start(script) {
      api = await startFakeTwoCaptcha(script);
      return api;
    },
  };
};
