import { z } from 'zod';
import { type Actor, roles } from '../contract/accounts.ts';
import { type Clock, systemClock } from '../time/clock.ts';
import type { Keyring } from './keyring.ts';
import { createRemembered } from './remembered.ts';

/** How long a passport is good for, in seconds. */
const PASSPORT_S = 60;
/** For so long the same one is given out again. */
const REUSED_MS = 30_000;
/** From this age on whoever carries a passport asks for a newer one: it is good for some seconds more then. */
export const RENEWED_AFTER_MS = 25_000;

/** Every service may be shown one. */
const AUDIENCE = 'censo';

const claimsRule = z.object({
  ...{ sub: z.uuid(), role: z.enum(roles), sid: z.string().min(1) },
  /** When they last showed that it is they, in seconds since 1970. */
  pat: z.number().int(),
  /** Whether they must set up a second factor before anything else. */
  enrol: z.boolean(),
});

/** What a passport says of whoever carries it. */
export interface Bearer extends Actor {
  /** Names their session, and opens nothing. */
  sessionId: string;
  /** When they last showed that it is they who use it. */
  provedAt: Date;
  /** Whether they must set up a second factor before anything else. */
  mustEnrol: boolean;
}

/** Makes passports: accounts alone, who has read the session. */
export const createPassports = (keyring: Keyring, clock: Clock = systemClock) => {
  // A person asks for several pages in a row, and a signature costs more than all else of reading a session.
  const issued = createRemembered<string>(10_000, REUSED_MS, clock);
  return {
    async issue({ id, role, sessionId, provedAt, mustEnrol }: Bearer): Promise<string> {
      const pat = Math.floor(provedAt.getTime() / 1_000);
      const key = `${sessionId} ${id} ${role} ${pat} ${mustEnrol}`;
      const earlier = issued.get(key);
      if (earlier !== undefined) return earlier;
      const passport = await keyring.sign(
        {
          ...{ kind: 'passport', issuer: 'accounts', audience: AUDIENCE, lifetimeS: PASSPORT_S },
          claims: { sub: id, role, sid: sessionId, pat, enrol: mustEnrol },
        },
        new Date(clock.now()),
      );
      issued.set(key, passport);
      return passport;
    },
  };
};

export type Passports = ReturnType<typeof createPassports>;

/** @throws Error when it is none that accounts has signed, or over */
export const readPassport = async (keyring: Keyring, passport: string, now: Date): Promise<Bearer> => {
  const { issuer, claims } = await keyring.verify(passport, { kind: 'passport', audience: AUDIENCE }, now);
  if (issuer !== 'accounts') throw new Error(`a passport of ${issuer}`);
  const { sub, role, sid, pat, enrol } = claimsRule.parse(claims);
  return { id: sub, role, sessionId: sid, provedAt: new Date(pat * 1_000), mustEnrol: enrol };
};
