import { expect } from 'chai';
import type {
  ContextPort,
  PagePort,
  RequestPort,
  ResponsePort,
  RoutePort,
} from '../../../../../services/scraper/browser/driver.ts';
import { guardContext } from '../../../../../services/scraper/browser/reach/guard-context.ts';
import { createReach } from '../../../../../services/scraper/browser/reach/reach.ts';
import { explain } from '../../../../../services/scraper/sources/explain.ts';

const TARGET = 'https://censo.example.com/consultar/';
const PUBLIC = '203.0.114.7';

describe('A guarded context', () => {
  let lost: unknown[];
  let refused: string[];
  let looked: string[];
  let done: string[];
  let route: (route: RoutePort) => Promise<void>;
  let listeners: Record<string, (about: never) => void>;
  const page = {
    mainFrame: () => page,
    on: (event: string, listener: (about: never) => void) => {
      listeners[event] = listener;
    },
  } as unknown as PagePort; // of which the guard uses nothing else

  const guard = async (address: string, { hasProxy = false, privateTarget = false } = {}): Promise<void> => {
    [lost, refused, looked, done] = [[], [], [], []];
    listeners = {};
    const context = {
      on: (_event: string, listener: (page: PagePort) => void) => listener(page),
      route: async (_url: RegExp, handler: typeof route) => {
        route = handler;
      },
    } as unknown as ContextPort; // likewise
    await guardContext(context, {
      reach: createReach({ target: TARGET, hosts: ['parts.example.com'], privateTarget }),
      hasProxy,
      lost: (error) => lost.push(error),
      refused: (host) => refused.push(host),
      resolve: async (hostname) => {
        looked.push(hostname);
        return [address];
      },
    });
  };
  const request = (url: string, frame: unknown = page, navigation = true): RequestPort =>
    ({ url: () => url, frame: () => frame, isNavigationRequest: () => navigation }) as RequestPort; // likewise
  const ask = (url: string): Promise<void> =>
    route({
      request: () => request(url),
      abort: async () => void done.push('aborted'),
      continue: async () => void done.push('continued'),
      fallback: async () => void done.push('passed on'),
    });
  const failures = () => lost.map((error) => explain(error).failure);

  it('passes on what the source needs, looks at each name once, and refuses the rest', async () => {
    await guard(PUBLIC);
    for (const url of [TARGET, `${TARGET}?otra`, 'https://parts.example.com/a.js', 'https://attacker.test/'])
      await ask(url);
    expect(done).to.deep.equal(['passed on', 'passed on', 'passed on', 'aborted']);
    expect(looked).to.deep.equal(['censo.example.com', 'parts.example.com']);
    expect(refused).to.deep.equal(['attacker.test']);
    expect(lost).to.deep.equal([]);
  });

  it('asks nothing of the target when its name leads into a private network, and the lookup ends', async () => {
    await guard('169.254.169.254');
    await ask(TARGET);
    expect(done).to.deep.equal(['aborted']);
    expect(failures()).to.deep.equal(['network']);
  });

  it('ends the lookup when a name led there only after it was looked at', async () => {
    await guard(PUBLIC);
    const answered = (ipAddress: string) =>
      listeners.response?.({
        request: () => request(TARGET),
        serverAddr: async () => ({ ipAddress }),
      } as ResponsePort as never); // likewise
    answered(PUBLIC);
    answered('10.0.0.7');
    await new Promise(setImmediate);
    expect(failures()).to.deep.equal(['network']);
  });

  it('asks no names where a proxy does, nor where the target may be private', async () => {
    for (const terms of [{ hasProxy: true }, { privateTarget: true }]) {
      await guard('10.0.0.7', terms);
      await ask(TARGET);
      expect(done).to.deep.equal(['passed on']);
      expect(looked).to.deep.equal([]);
    }
  });

  it('ends the lookup when the page itself goes elsewhere, and not for a frame in it', async () => {
    await guard(PUBLIC);
    listeners.request?.(request('https://parts.example.com/frame', {}) as never); // likewise
    listeners.request?.(request('https://attacker.test/a.js', page, false) as never);
    listeners.request?.(request(TARGET) as never);
    listeners.request?.(request('data:text/html,x') as never);
    expect(lost).to.deep.equal([]);
    listeners.request?.(request('https://parts.example.com/') as never);
    expect(failures()).to.deep.equal(['page_changed']);
  });
});
