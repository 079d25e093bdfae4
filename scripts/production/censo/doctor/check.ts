import { errorCodeOf, isAppError } from '../../../../shared/errors.ts';
import { type Clock, systemClock } from '../../../../shared/time/clock.ts';
import { within } from '../../../../shared/time/within.ts';

/** ok; a thing to know; a fault; or a server that does not answer. */
export type CheckState = 'ok' | 'notice' | 'fault' | 'away';

/** What one check found, and what to do about it. */
export interface Finding {
  name: string;
  state: CheckState;
  detail: string;
  /** Null when there is nothing to do. */
  remedy: string | null;
}

/** One thing that the portal needs. */
export interface Check {
  name: string;
  look(): Promise<Omit<Finding, 'name'>>;
}

export const ok = (detail: string): Omit<Finding, 'name'> => ({ state: 'ok', detail, remedy: null });
export const notice = (detail: string, remedy: string) => ({ state: 'notice', detail, remedy }) as const;
export const fault = (detail: string, remedy: string) => ({ state: 'fault', detail, remedy }) as const;
export const away = (detail: string, remedy: string) => ({ state: 'away', detail, remedy }) as const;

/** A browser from npm is unpacked first; nothing else takes nearly as long. */
const TIMEOUT_MS = 45_000;

/** Looks once, and says that a check took too long or broke instead of ending the others. */
export const runCheck = async ({ name, look }: Check, clock: Clock = systemClock): Promise<Finding> => {
  const looked = look().catch((error: unknown) =>
    fault(
      isAppError(error) ? error.message : `la revisión falló (${errorCodeOf(error)})`,
      'Corrija lo que dice y repita la revisión.',
    ),
  );
  const late = () => fault(`no terminó en ${TIMEOUT_MS / 1_000} s`, 'Repita la revisión.');
  return { name, ...(await within(TIMEOUT_MS, looked, { late, clock })) };
};
