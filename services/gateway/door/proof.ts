import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey as pbkdf2 } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import type { Counter } from './counter.ts';
import { namedScope, type Scope } from './scope.ts';
import type { Secrets } from './secrets.ts';

/** A proof of work that browsers make for a form. */
export interface WorkProofs {
  /** What a browser has to solve, as the page hands it to the script. */
  challenge(scope: Scope): Promise<string>;
  /** Whether this solves a challenge of ours for this form, for the first time. */
  isGood(scope: Scope, sent: string): Promise<boolean>;
}

interface WorkProofOptions {
  secrets: Pick<Secrets, 'keysFor'>;
  /** Iterations of each try. */
  cost: number;
  /** Counts what was used, for as long as a challenge lives. */
  used: Counter;
  /** Counts what was sent for one challenge, for as long as it lives: {@link TRIES} may be. */
  tried: Counter;
  /** The library's own, but for who counts what it costs. */
  derive?: typeof pbkdf2;
  clock?: Clock;
}

const ALGORITHM = 'PBKDF2/SHA-256';
/** One key of 256 begins so: browsers try as many on average. */
const PREFIX = '00';
/** Long enough to fill in the form meanwhile. */
export const CHALLENGE_S = 1_200;
/** Each costs us as much as one of its own tries costs a browser; no browser of ours sends a wrong one. */
export const TRIES = 3;
const LONGEST = 4_000;

const sentRule = z.object({
  challenge: z.object({
    parameters: z.object({
      algorithm: z.literal(ALGORITHM),
      nonce: z.string().max(64),
      salt: z.string().max(64),
      cost: z.number().int().positive(),
      keyLength: z.number().int().positive().max(64),
      keyPrefix: z.string().max(64),
      expiresAt: z.number(),
      data: z.object({ form: z.string(), browser: z.string() }),
    }),
    signature: z.string().max(128),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string().max(128) }),
});

class TriedTooOften extends Error {}

const read = (sent: string): z.output<typeof sentRule> | null => {
  if (sent.length > LONGEST) return null;
  try {
    return sentRule.safeParse(JSON.parse(sent)).data ?? null;
  } catch {
    // No JSON, hence nothing that our script sends.
    return null;
  }
};

export const createWorkProofs = ({
  secrets,
  cost,
  used,
  tried,
  derive = pbkdf2,
  clock = systemClock,
}: WorkProofOptions): WorkProofs => {
  const keys = secrets.keysFor('proof');
  return {
    async challenge(scope) {
      const challenge = await createChallenge({
        ...{ algorithm: ALGORITHM, keyPrefix: PREFIX, cost, deriveKey: derive },
        data: namedScope(scope),
        expiresAt: Math.floor(clock.now() / 1_000) + CHALLENGE_S,
        hmacSignatureSecret: keys[0] ?? '',
      });
      return JSON.stringify(challenge);
    },
    async isGood(scope, sent) {
      const given = read(sent);
      if (given === null) return false;
      const { challenge, solution } = given;
      const own = namedScope(scope);
      const { data, expiresAt, nonce } = challenge.parameters;
      if (data.form !== own.form || data.browser !== own.browser) return false;
      if (expiresAt * 1_000 < clock.now()) return false;
      // Asked for only once the signature was found to be ours.
      const deriveKey: typeof derive = async (...given) => {
        if ((await tried.take(nonce)).over) throw new TriedTooOften();
        return derive(...given);
      };
      try {
        for (const hmacSignatureSecret of keys) {
          const { verified } = await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret });
          if (verified) return !(await used.take(nonce)).over;
        }
      } catch (error) {
        if (!(error instanceof TriedTooOften)) throw error;
      }
      return false;
    },
  };
};
