import type { Servers } from '../servers/servers.ts';
import type { Mode, System } from '../system/system.ts';

/** Something that breaks while people are looked up, and what somebody does about it later. */
export interface Fault {
  /** Reads after "when". */
  name: string;
  strike(system: System): Promise<void>;
  /** Starts what was killed; does nothing where the portal has to help itself. */
  mend(system: System): Promise<void>;
  /** True when the portal itself is away meanwhile, so that streams end. */
  portalAway?: true;
  /** True when no lookup in flight can survive: its person is looked up again, and the attempt counts. */
  interrupts?: true;
}

const nothing = async (): Promise<void> => {};

export const serversOf = ({ servers }: System): Servers => {
  if (servers === undefined) throw new Error('this mode has no servers of its own');
  return servers;
};

const browser: Fault = {
  name: 'the browser is killed',
  strike: async (system) => system.killBrowsers(),
  mend: nothing,
  interrupts: true,
};
const scraper: Fault = {
  name: 'every scraper is killed, and started again',
  async strike(system) {
    await Promise.all(system.scrapers.map((role) => system.kill(role)));
  },
  async mend(system) {
    await Promise.all(system.scrapers.map((role) => system.start(role)));
  },
  interrupts: true,
};

const embedded: readonly Fault[] = [
  browser,
  { ...scraper, name: 'the portal is killed, and started again', portalAway: true },
  {
    name: 'the portal’s own Postgres is killed',
    strike: (system) => system.killPostgres(),
    mend: nothing,
  },
];

const distributed: readonly Fault[] = [
  browser,
  scraper,
  {
    name: 'Redis is killed, and started again with its data',
    strike: (system) => serversOf(system).redis.kill(),
    mend: (system) => serversOf(system).redis.start(),
  },
  {
    name: 'Redis is killed, and started again without its data',
    strike: (system) => serversOf(system).redis.kill(),
    async mend(system) {
      await serversOf(system).redis.forget();
      await serversOf(system).redis.start();
    },
  },
  {
    name: 'NATS is killed, and started again',
    strike: (system) => serversOf(system).nats.kill(),
    mend: (system) => serversOf(system).nats.start(),
  },
  {
    name: 'Postgres is killed, and started again',
    strike: (system) => serversOf(system).postgres.kill(),
    mend: (system) => serversOf(system).postgres.start(),
  },
];

/** @param hasBrowser whether lookups are made with one */
export const faultsOf = (mode: Mode, hasBrowser: boolean): readonly Fault[] =>
  (mode === 'embedded' ? embedded : distributed).filter((fault) => hasBrowser || fault !== browser);
