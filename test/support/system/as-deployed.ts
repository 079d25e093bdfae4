import { CHEAP_KIB } from '../cheap-passwords.ts';
import { type Manifests, readManifests } from './manifests.ts';
import type { SystemOptions } from './system.ts';

/** How processes are told else than the manifests say. */
export interface Deviations {
  manifests: Manifests;
  /** Milliseconds between two queries, and two visits. */
  spacingMs: number;
  /** What a password costs, in KiB of memory, where that is not what the manifests say. */
  passwordKib?: number | null;
}

/** What the simulator needs for an answer. */
export const ANSWER_MS = 100;

/** As the manifests start them, but for the servers' addresses, a port that all pods have, the target, and times that a test can wait for. */
export const asDeployed = ({
  manifests,
  spacingMs,
  passwordKib = null,
}: Deviations): Omit<SystemOptions, 'mode'> => {
  const { REGISTRADURIA_URL: _, NATS_URL: __, DIRECT_PORT: ___, ...env } = manifests.env;
  const { scraper: scrapers, ...replicas } = manifests.replicas;
  return {
    scrapers,
    replicas,
    simulatorDelayMs: ANSWER_MS,
    env: {
      ...env,
      // What V8 takes for its heap in a pod of that size: half of it. On a bigger machine garbage would pass for a leak.
      NODE_OPTIONS: `--max-old-space-size=${manifests.memoryMib / 2}`,
      // The manifests name the browser's; many lookups a second are wanted here.
      SOURCE: './test/source-kit/simulated-http.ts',
      SPACING_MS: String(spacingMs),
      // Nobody may have passwords as cheap as that but a test.
      ...(passwordKib === null ? {} : { NODE_ENV: 'test', PASSWORD_MEMORY_KIB: String(passwordKib) }),
      MAX_ATTEMPTS: '4',
      LOOKUP_TIMEOUT_S: '8',
      LEASE_S: '10',
    },
  };
};

/** More than twice what a busy machine may be late, so that it can be judged whether it is kept. */
export const STRUCK_SPACING_MS = 600;

/** The system whose parts the suites in test/faults strike. */
export const asStruck = async (): Promise<Omit<SystemOptions, 'mode'>> =>
  asDeployed({
    manifests: await readManifests(),
    spacingMs: STRUCK_SPACING_MS,
    passwordKib: CHEAP_KIB,
  });
