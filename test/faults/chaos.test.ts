import { signals } from '../support/chaos/blows.ts';
import { describeChaos } from '../support/chaos/chaos-suite.ts';
import { unpacedParts } from '../support/chaos/parameters.ts';

/** What `faults.test.ts` kills: every scraper, and the servers. */
const killedElsewhere: readonly string[] = ['scraper', 'nats', 'postgres'];

// The same under ten registrations a second, and Redis, is `npm run chaos`; a Redis that stands still is in
// test/durable/redis-pace.test.ts.
describeChaos({
  title: 'A signal in the middle of two registrations a second',
  system: 'struck',
  blows: unpacedParts
    .flatMap((part) => signals.map((signal) => ({ part, signal })))
    .filter(({ part, signal }) => signal !== 'SIGKILL' || !killedElsewhere.includes(part)),
  away: { restartMs: 0, stopMs: 1_000 },
  calm: false,
  rolling: null,
  seconds: 1,
  perSecond: 2,
  isQuiet: false,
  note: () => {},
});
