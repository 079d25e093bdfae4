import { errorCodeOf } from '../../../../shared/errors.ts';
import { within } from '../../../../shared/time/within.ts';

const TIMEOUT_MS = 5_000;
const PATHS = ['healthz', 'readyz', 'metrics'] as const;

/** What a process of the portal says of itself, by the name of its file. */
export const askProcess = async (address: string): Promise<Record<(typeof PATHS)[number], string>> => {
  const ask = (path: string): Promise<string> =>
    within(TIMEOUT_MS, async (signal) => {
      const response = await fetch(`http://${address}/${path}`, { signal, redirect: 'error' });
      return `${response.status}\n${await response.text()}`;
    }).catch((error: unknown) => errorCodeOf((error as { cause?: unknown }).cause ?? error));
  const [healthz, readyz, metrics] = [await ask('healthz'), await ask('readyz'), await ask('metrics')];
  return { healthz, readyz, metrics };
};
