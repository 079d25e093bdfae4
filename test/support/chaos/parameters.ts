import type { Part } from './blows.ts';

/** What the environment says about a run of the chaos suite. */
export interface Parameters {
  seconds: number;
  perSecond: number;
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
  const given = ['CHAOS_SECONDS', 'CHAOS_RATE'].filter((name) => process.env[name] !== undefined);
  const command = [...given.map((name) => `${name}=${process.env[name]}`), 'npm run chaos'].join(' ');
  return { seconds, perSecond, only: process.env.CHAOS_ONLY ?? null, command };
};

/** What asks for no pace: lookups go as fast as they come. */
export const unpacedParts: readonly Part[] = ['gateway', 'accounts', 'census', 'scraper', 'nats', 'postgres'];
