import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach } from 'mocha';
import type { Finding } from '../../../../scripts/production/censo/doctor/check.ts';
import { lightBrowserPath } from '../../../support/browser/light-browser.ts';
import { type Ended, giveOrder } from '../../../support/processes/command-line.ts';
import { useDatabase } from '../../../support/servers/postgres.ts';

/** An order of the doctor that has ended, and what it found. */
export interface Examined extends Ended {
  states: Record<string, Finding['state']>;
  found(name: string): Finding | undefined;
}

/** What it printed with --json. */
export const examinedIn = (ended: Ended): Examined => {
  const { checks } = ended.json<{ checks: Finding[] }>();
  return {
    ...ended,
    states: Object.fromEntries(checks.map(({ name, state }) => [name, state])),
    found: (name) => checks.find((finding) => finding.name === name),
  };
};

/** What a portal has that the doctor looks at, all of it well: a test changes what it is about. */
export interface Surroundings {
  /** A folder that ends with the tests. */
  folder(): string;
  env(): Record<string, string>;
  databaseUrl(): string;
  /** How often the official page was visited since the test began. */
  visits(): number;
  /** The HTTP status that the official page answers from now on; 200 unless told. */
  answer(status: number): void;
  /** Gives the order in this process. */
  run(changes?: Record<string, string>, ...options: string[]): Promise<Examined>;
}

/** Registers hooks that make them and take them away again. */
export const useSurroundings = (): Surroundings => {
  const database = useDatabase('accounts');
  let folder: string;
  let site: Server;
  let visits = 0;
  let answer = 200;
  let env: Record<string, string>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-doctor-'));
    site = createServer((_request, response) => {
      visits += 1;
      response.writeHead(answer).end();
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    const browser = await lightBrowserPath();
    env = {
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      ...(browser === undefined ? {} : { CHROMIUM_PATH: browser }),
      REGISTRADURIA_URL: `http://127.0.0.1:${(site.address() as AddressInfo).port}/censo/`,
    };
  });
  beforeEach(() => {
    visits = 0;
    answer = 200;
  });
  after(async () => {
    site.close();
    await rm(folder, { recursive: true, force: true });
  });

  return {
    folder: () => folder,
    env: () => env,
    databaseUrl: () => database.url,
    visits: () => visits,
    answer: (status) => {
      answer = status;
    },
    run: async (changes = {}, ...options) =>
      examinedIn(await giveOrder(['doctor', '--json', ...options], { ...env, ...changes })),
  };
};

/** Whatever is not well has something to do about it, and nothing else has. @returns the names of those that do not fit */
export const withoutRemedy = ({ stdout }: Ended): string[] => {
  const { checks } = JSON.parse(stdout) as { checks: Finding[] };
  return checks.filter(({ state, remedy }) => (remedy === null) !== (state === 'ok')).map(({ name }) => name);
};
