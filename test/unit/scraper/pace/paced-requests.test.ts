import { expect } from 'chai';
import type {
  ContextPort,
  PagePort,
  RequestPort,
  ResponsePort,
  RoutePort,
} from '../../../../services/scraper/browser/driver.ts';
import { paceRequests } from '../../../../services/scraper/pace/paced-requests.ts';
import { type Pace, StaleTurnError, type Turn } from '../../../../services/scraper/pace/turn.ts';

const SITE = 'https://censo.example.com';

interface Sent {
  url?: string;
  method?: string;
  type?: string;
  navigation?: boolean;
}

describe('Requests of a lookup', () => {
  /** What happened, in order. */
  let log: string[];
  let lost: unknown[];
  /** What had happened when a wait began and when it ended. */
  let waits: (readonly string[])[];
  let send: (request: Sent) => Promise<void>;
  let answer: () => void;
  let first: Turn & { fresh: boolean };
  let refuse: Error | undefined;
  let staleLeaves: number;
  let ending: AbortController;
  /** What happens while the store closes the window. */
  let closes: () => void;

  const turn = (name: string): Turn & { fresh: boolean } => ({
    fresh: true,
    isFresh() {
      return this.fresh;
    },
    async leave(sendNow) {
      if (staleLeaves > 0) {
        staleLeaves -= 1;
        log.push(`${name} has run out`);
        throw new StaleTurnError();
      }
      log.push(`leaves by ${name}`);
      closes();
      await sendNow();
    },
    async reallyLeft(agoMs) {
      log.push(`${name} really left ${Math.round(agoMs / 1_000)} s ago`);
    },
  });
  const pace: Pace = {
    turn: async (kind) => {
      if (refuse !== undefined) throw refuse;
      log.push(`waits for a ${kind}`);
      return turn(`a turn of ${kind}`);
    },
  };

  beforeEach(async () => {
    log = [];
    lost = [];
    waits = [];
    refuse = undefined;
    staleLeaves = 0;
    ending = new AbortController();
    closes = () => {};
    first = turn('the first turn');
    let handler: ((route: RoutePort) => Promise<void>) | undefined;
    let answered: ((response: ResponsePort) => void) | undefined;
    const page: Pick<PagePort, 'on'> = {
      on: ((event: string, listener: (response: ResponsePort) => void) => {
        if (event === 'response') answered = listener;
      }) as PagePort['on'], // of whose events it follows this one
    };
    const context: Pick<ContextPort, 'route' | 'on'> = {
      on(event: string, listener: (page: PagePort) => void) {
        if (event === 'page') listener(page as PagePort); // of which it uses nothing else
      },
      route: async (pattern, handle) => {
        expect(pattern.toString(), 'every web request').to.equal(String(/^https?:/));
        handler = handle;
      },
    };
    await paceRequests(
      context as ContextPort, // of which it uses nothing else
      {
        pace,
        first: () => first,
        isTarget: ({ origin }) => origin === SITE,
        signal: ending.signal,
        queried: () => log.push('queried'),
        hold: () => {
          waits.push([...log]);
          return () => waits.push([...log]);
        },
        lost: (error) => lost.push(error),
      },
    );
    send = async ({ url = `${SITE}/consultar/`, method = 'GET', type = 'fetch', navigation = false }) => {
      const request: Pick<RequestPort, 'url' | 'method' | 'resourceType' | 'isNavigationRequest' | 'timing'> =
        {
          timing: () => ({ startTime: Date.now() - 3_000, requestStart: 1_000 }),
          url: () => url,
          method: () => method,
          resourceType: () => type,
          isNavigationRequest: () => navigation,
        };
      await handler?.({
        request: () => request as RequestPort, // of which it uses nothing else
        continue: async () => {
          log.push('sent');
        },
        abort: async () => {
          log.push('aborted');
        },
        fallback: async () => {
          log.push('left to others');
        },
      });
      answer = () => answered?.({ request: () => request } as ResponsePort); // of which it uses nothing else
    };
  });

  it('tell their turn when the browser says that they really left', async () => {
    await send({ type: 'document', navigation: true });
    answer();
    expect(log.at(-1)).to.equal('the first turn really left 2 s ago');
  });

  it('are held from when they want to leave until they do, and also when they never may', async () => {
    await send({ method: 'POST' });
    expect(waits.slice(0, 2)).to.deep.equal([[], ['waits for a query', 'leaves by a turn of query']]);
    refuse = new Error('Connection is closed.');
    [log, waits] = [[], []];
    await send({ method: 'POST' });
    expect(waits).to.deep.equal([[], ['aborted']]);
    await send({ type: 'script' });
    expect(waits).to.have.lengthOf(2);
  });

  const visit: Sent = { type: 'document', navigation: true };
  const query: Sent = { method: 'POST' };

  for (const type of ['image', 'font', 'media']) {
    it(`are not sent for what nobody reads: ${type}`, async () => {
      await send({ type });
      await send({ type, url: 'https://other.example.com/x' });
      expect(log).to.deep.equal(['aborted', 'aborted']);
    });
  }

  for (const type of ['script', 'stylesheet', 'xhr', 'fetch']) {
    it(`pass when they only fetch a part of the page: ${type}`, async () => {
      await send({ type });
      await send({ type, method: 'HEAD' });
      expect(log).to.deep.equal(['sent', 'sent']);
    });
  }

  it('pass when they go elsewhere, whatever they are', async () => {
    await send({ ...visit, url: 'https://other.example.com/' });
    await send({ ...query, url: `${SITE}.example.org/` });
    expect(log).to.deep.equal(['sent', 'sent']);
  });

  describe('that visit the page', () => {
    it('leave by the turn that the lookup has', async () => {
      await send(visit);
      expect(log).to.deep.equal(['leaves by the first turn', 'sent']);
    });

    it('wait for another turn the second time', async () => {
      await send(visit);
      log = [];
      await send(visit);
      expect(log).to.deep.equal(['waits for a page', 'leaves by a turn of page', 'sent']);
    });

    it('wait for another turn when the one they have is stale', async () => {
      first.fresh = false;
      await send(visit);
      expect(log).to.deep.equal(['waits for a page', 'leaves by a turn of page', 'sent']);
    });

    it('take a new turn when theirs ran out at the last moment', async () => {
      staleLeaves = 1;
      await send(visit);
      expect(log).to.deep.equal([
        'the first turn has run out',
        'waits for a page',
        'leaves by a turn of page',
        'sent',
      ]);
      expect(lost).to.deep.equal([]);
    });
  });

  describe('that write to the site', () => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      it(`wait for a turn of their own, and are told of before they are sent: ${method}`, async () => {
        await send({ method });
        expect(log).to.deep.equal(['waits for a query', 'leaves by a turn of query', 'queried', 'sent']);
      });
    }

    it('are not sent any more when the lookup has ended while the store closed the window', async () => {
      const over = new Error('the scraper stops');
      closes = () => ending.abort(over);
      await send(query);
      expect(log).to.deep.equal(['waits for a query', 'leaves by a turn of query', 'aborted']);
      expect(lost).to.deep.equal([over]);
    });

    it('wait for the turn of a query when a form is posted by navigation', async () => {
      await send({ ...visit, method: 'POST' });
      expect(log[0]).to.equal('waits for a query');
    });

    it('leave the first turn to the visit', async () => {
      await send(query);
      await send(visit);
      expect(log.slice(-2)).to.deep.equal(['leaves by the first turn', 'sent']);
    });
  });

  describe('that nobody gives a turn', () => {
    it('are aborted, and the lookup is told why', async () => {
      refuse = new Error('Connection is closed.');
      await send(query);
      expect(log).to.deep.equal(['aborted']);
      expect(lost).to.have.lengthOf(1);
      expect(lost[0]).to.equal(refuse);
    });
  });
});
