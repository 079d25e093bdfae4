import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { allServices } from '../../../../shared/contract/services.ts';
import { generateServiceKey } from '../../../../shared/identity/generate-key.ts';

/** Who has a user at Redis. */
export const redisUsers = ['scraper', 'gateway'] as const;
/** Roles of Postgres; admin is the server's own, for the migration alone. */
const postgresRoles = ['admin', 'accounts', 'census', 'pace', 'backup'] as const;

const word = z.string().regex(/^[\w-]{40,}$/);
const wordsFor = <const N extends string>(names: readonly N[]) => z.record(z.enum(names), word);

const serviceName = z.enum(allServices);

/** Every secret from which those of the services and servers are made. */
const secretsRule = z.object({
  nats: z.record(serviceName, word),
  redis: wordsFor(redisUsers),
  postgres: wordsFor(postgresRoles),
  /** With which the servers of NATS know each other. */
  natsServers: word,
  gateway: word,
  /** With which accounts seals the secrets of second factors: 32 bytes. */
  factors: word,
  /** With which each service shows who it is. */
  identity: z.record(serviceName, z.object({ privateKey: z.base64(), publicKey: z.base64() })),
});
export type Secrets = z.output<typeof secretsRule>;

/** 256 bits, in characters that need no care in an address, a file or a shell. */
const freshWord = (): string => randomBytes(32).toString('base64url');

/** One for each name, which is what the type says. */
const freshFor = <N extends string, T>(names: readonly N[], make: () => T) =>
  Object.fromEntries(names.map((name) => [name, make()])) as Record<N, T>;

/** All of them anew. */
export const freshSecrets = (): Secrets => ({
  nats: freshFor(allServices, freshWord),
  redis: freshFor(redisUsers, freshWord),
  postgres: freshFor(postgresRoles, freshWord),
  natsServers: freshWord(),
  gateway: freshWord(),
  factors: freshWord(),
  identity: freshFor(allServices, generateServiceKey),
});

/** Those that were kept, and new ones in the place of what an older release did not have. @throws ZodError for what is none */
export const completed = (kept: unknown): Secrets => {
  const fresh = freshSecrets();
  const given = z.record(z.string(), z.unknown()).parse(kept);
  const merged = Object.entries(fresh).map(([name, value]) => {
    const old = given[name];
    if (typeof value === 'string') return [name, old ?? value];
    return [name, { ...value, ...z.record(z.string(), z.unknown()).optional().parse(old) }];
  });
  return secretsRule.parse(Object.fromEntries(merged));
};
