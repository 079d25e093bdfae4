import type { ServiceName } from '../contract/services.ts';
import { type Clock, systemClock } from '../time/clock.ts';
import type { Keyring } from './keyring.ts';
import { createRemembered } from './remembered.ts';

/** How long one is good for, in seconds, and for how long the same is shown again, in milliseconds. */
const CALLER_TOKEN_S = 60;
const REUSED_MS = 30_000;

/**
 * With what a service shows who it is to those whom it calls: one for each of them, so that none can show it to another.
 */
export const createCallerTokens = (keyring: Keyring, caller: ServiceName, clock: Clock = systemClock) => {
  const made = createRemembered<Promise<string>>(100, REUSED_MS, clock);
  return {
    for(called: string): Promise<string> {
      const earlier = made.get(called);
      if (earlier !== undefined) return earlier;
      const token = keyring.sign(
        {
          ...{ kind: 'caller', issuer: caller, audience: called, claims: {} },
          lifetimeS: CALLER_TOKEN_S,
        },
        new Date(clock.now()),
      );
      made.set(called, token);
      return token;
    },
  };
};

/** @returns the service that shows it. @throws Error when it is none for the one that is called, or over */
export const readCallerToken = async (
  keyring: Keyring,
  token: string,
  called: string,
  now: Date,
): Promise<ServiceName> => (await keyring.verify(token, { kind: 'caller', audience: called }, now)).issuer;
