import { setTimeout as sleep } from 'node:timers/promises';
import { errorCodeOf } from '../../../../shared/error-code.ts';
import { isAppError } from '../../../../shared/errors.ts';
import { type Check, type Finding, fault } from './check.ts';

/** A browser from npm is unpacked first; nothing else takes nearly as long. */
const TIMEOUT_MS = 45_000;

/** Looks once, and says that a check took too long or broke instead of ending the others. */
export const runCheck = async ({ name, look }: Check): Promise<Finding> => {
  const over = new AbortController();
  const tooSlow = sleep(TIMEOUT_MS, fault(`no terminó en ${TIMEOUT_MS / 1_000} s`, 'Repita la revisión.'), {
    signal: over.signal,
  });
  tooSlow.catch(() => undefined); // Aborted: the check was in time.
  const looked = look().catch((error: unknown) =>
    fault(
      isAppError(error) ? error.message : `la revisión falló (${errorCodeOf(error)})`,
      'Corrija lo que dice y repita la revisión.',
    ),
  );
  const found = await Promise.race([looked, tooSlow]);
  over.abort();
  return { name, ...found };
};
