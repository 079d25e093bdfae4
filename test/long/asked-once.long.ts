import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { OwnHistory } from '../../shared/contract/own-data.ts';
import { eventually } from '../support/eventually.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import type { TestServer } from '../support/servers/servers.ts';
import { type System, startSystem } from '../support/system/system.ts';

interface Case {
  /** What happens once the page has been asked. */
  happening: (system: System) => Promise<void>;
  /** When the page answers, from then on, in milliseconds. */
  answersAfterMs: number;
  /** How often it is asked. */
  queries: number;
  /** How the lookups end, the latest first. */
  ends: readonly string[];
}

/** Ended in an orderly way and started again, one after the other. */
const replace =
  (...roles: readonly string[]): Case['happening'] =>
  async (system) => {
    for (const role of roles) {
      await system.kill(role, 'SIGTERM');
      await system.start(role);
    }
  };

const serverOf = ({ servers }: System, name: 'nats' | 'redis' | 'postgres'): TestServer => {
  const server = servers?.[name];
  if (server === undefined) throw new Error(`no ${name}`);
  return server;
};

const ONCE = { queries: 1, ends: ['active'] };
const AWAY_MS = 4_000;

const cases: Record<string, Case> = {
  'both scrapers are replaced, and the answer comes meanwhile': {
    ...{ happening: replace('scraper-1', 'scraper-2'), answersAfterMs: 1_000, ...ONCE },
  },
  'both scrapers are replaced, and the answer comes later than they can wait': {
    ...{ happening: replace('scraper-1', 'scraper-2'), answersAfterMs: 25_000 },
    ...{ queries: 2, ends: ['active', 'stopped'] },
  },
  'the census is replaced just as the answer comes': {
    ...{ happening: replace('census'), answersAfterMs: 0, ...ONCE },
  },
  'every part is replaced': {
    happening: replace('gateway', 'accounts', 'census', 'scraper-1', 'scraper-2'),
    ...{ answersAfterMs: 1_500, ...ONCE },
  },
  ...Object.fromEntries(
    (['nats', 'redis', 'postgres'] as const).flatMap((name): [string, Case][] => [
      [
        `${name} is stopped, and the answer comes while it is away`,
        {
          async happening(system) {
            await serverOf(system, name).stop();
            await sleep(AWAY_MS);
            await serverOf(system, name).start();
          },
          ...{ answersAfterMs: AWAY_MS / 2, ...ONCE },
        },
      ],
      [
        `${name} is killed just as the answer comes`,
        {
          async happening(system) {
            await serverOf(system, name).kill();
            await serverOf(system, name).start();
          },
          ...{ answersAfterMs: 0, ...ONCE },
        },
      ],
    ]),
  ),
};

/** Which orders of events have somebody asked about twice, with real processes: see `docs/reliability.md`. */
describe('A lookup whose query has left', function () {
  this.timeout(300_000);
  let system: System;
  before(async () => {
    system = await startSystem({
      mode: 'distributed',
      env: { SPACING_MS: '1000', LOOKUP_TIMEOUT_S: '45', LEASE_S: '60', MAX_ATTEMPTS: '3' },
    });
  });
  after(() => system.stop());

  for (const [what, { happening, answersAfterMs, queries, ends }] of Object.entries(cases))
    it(`is asked ${queries === 1 ? 'once' : 'again'} when ${what}`, async () => {
      const answer = system.simulator.hold();
      const person = createClient(system.origin);
      const cedula = newCedula('00');
      await person.register({ cedula, password: 'una-clave-larga' });
      const asked = (): number => system.simulator.lookups.filter((one) => one.cedula === cedula).length;
      await eventually('the page is asked', () => asked() === 1);
      const happened = happening(system);
      await sleep(answersAfterMs);
      answer();
      await happened;
      await person.censusIn(['ACTIVE']);
      expect(asked()).to.equal(queries);
      expect((await person.census())?.attempt).to.equal(queries);
      const { items } = (await person.get<Pick<OwnHistory, 'items'>>('/me/lookups')).body;
      expect(items.map(({ outcome }) => outcome)).to.deep.equal(ends);
    });
});
