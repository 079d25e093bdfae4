import { z } from 'zod';
import type { Actor } from '../contract/accounts.ts';
import type { Callers } from '../contract/action.ts';
import type { ServiceName } from '../contract/services.ts';
import { AppError } from '../errors.ts';
import { type Clock, systemClock } from '../time/clock.ts';
import { readCallerToken } from './caller-token.ts';
import type { Keyring } from './keyring.ts';
import { type Bearer, readPassport } from './passport.ts';
import { factorNeeded, proofNeeded } from './proof-needed.ts';
import { createRemembered } from './remembered.ts';
import { sessionOver } from './session-over.ts';

/** With what a call shows who makes it, and for whom. */
export interface Credentials {
  caller?: string | undefined;
  passport?: string | undefined;
  /** No credential: of which request the call is a part, for the logs. */
  request?: string | undefined;
}

const TOKEN_MAX = 2_000;
const credentialsRule = z.object({
  caller: z.string().max(TOKEN_MAX).optional(),
  passport: z.string().max(TOKEN_MAX).optional(),
});

/** A token that was verified is believed for so long without looking at it again; it outlives its end by no more. */
const BELIEVED_MS = 10_000;

/** Looks at who calls, before anything is done. */
export interface Guard {
  /**
   * @param action its whole name
   * @param shown what came with the call
   * @returns for whom it is; null when it is for no person
   * @throws AppError `unauthenticated` (401) without a passport that is good, `caller_refused` (403) when a service calls
   *   that may not, `proof_needed` (403) when the person has to show first that it is
   *   they, `factor_needed` (403) when they have to set up a second factor first
   */
  admit(action: string, callers: Callers, shown: unknown): Promise<Actor | null>;
}

/** Keeps for a moment what verifying a token came to: a page is several calls, each with the same two. */
const createBelieved = <T extends object | string>(clock: Clock) => {
  const believed = createRemembered<T>(10_000, BELIEVED_MS, clock);
  return async (key: string, verify: (now: Date) => Promise<T>): Promise<T> => {
    const earlier = believed.get(key);
    if (earlier !== undefined) return earlier;
    const verified = await verify(new Date(clock.now()));
    believed.set(key, verified);
    return verified;
  };
};

/**
 * @param freshMs how long a proof counts as fresh
 */
export const createGuard = (keyring: Keyring, freshMs: number, clock: Clock = systemClock): Guard => {
  const believedBearer = createBelieved<Bearer>(clock);
  const believedCaller = createBelieved<ServiceName>(clock);

  const requireService = async (action: string, services: readonly ServiceName[], token: string) => {
    const [called = ''] = action.split('.', 1);
    const service = await believedCaller(`${called} ${token}`, (now) =>
      readCallerToken(keyring, token, called, now),
    ).catch((cause: unknown) => {
      throw refused(action, cause);
    });
    if (!services.includes(service)) throw refused(action, new Error(`${service} may not call it`));
  };

  return {
    async admit(action, callers, shown) {
      if (callers.kind === 'anybody') return null;
      const parsed = credentialsRule.safeParse(shown);
      if (!parsed.success) throw refused(action, parsed.error);
      const { caller = '', passport = '' } = parsed.data;
      const services = callers.kind === 'person' ? (['gateway'] as const) : callers.services;
      await requireService(action, services, caller);
      if (callers.kind === 'services') return null;
      const { id, role, provedAt, mustEnrol } = await believedBearer(passport, (now) =>
        readPassport(keyring, passport, now),
      ).catch((cause: unknown) => {
        throw sessionOver(cause);
      });
      if (mustEnrol && callers.beforeFactor !== true) throw factorNeeded();
      if (callers.proof === 'fresh' && clock.now() - provedAt.getTime() > freshMs) throw proofNeeded();
      return { id, role };
    },
  };
};

const refused = (action: string, cause: unknown): AppError =>
  new AppError('caller_refused', `Quien llama no puede pedir ${action}.`, { status: 403, cause });
