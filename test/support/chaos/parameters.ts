import type { Part } from './blows.ts';

/** What the environment says about a run of the chaos suite. */
export interface Parameters {
  seconds: number;
  perSecond: number;
  /** What a password costs, in KiB of memory; null = what the manifests say, which is 26 ms of a core. */
  passwordKib: number | null;
  /** Only parts and signals whose "part, signal" has this text; null = all. */
  only: string | null;
  command: string;
}

const numberFrom = (name: string, fallback: number): number => {
  const value = Number(process.env[name] ?? fallback);
  if (!(value > 0)) throw new Error(`${name} must be a number above 0`);
  return value;
};

/** @throws Error when a number is none */
export const readParameters = (): Parameters => {
  const seconds = numberFrom('CHAOS_SECONDS', 60);
  const perSecond = numberFrom('CHAOS_RATE', 10);
  const passwordKib =
    process.env.CHAOS_PASSWORD_KIB === undefined ? null : numberFrom('CHAOS_PASSWORD_KIB', 0);
  const given = ['CHAOS_SECONDS', 'CHAOS_RATE', 'CHAOS_PASSWORD_KIB'].filter(
    (name) => process.env[name] !== undefined,
  );
  const command = [...given.map((name) => `${name}=${process.env[name]}`), 'npm run chaos'].join(' ');
  return { seconds, perSecond, passwordKib, only: process.env.CHAOS_ONLY ?? null, command };
};

/** What asks for no pace: lookups go as fast as they come. */
export const unpacedParts: readonly Part[] = ['gateway', 'accounts', 'census', 'scraper', 'nats', 'postgres'];
