import { activeEnding, endingFor } from './ending-for.ts';
import type { Ending } from './endings.ts';

/** What an ending depends on besides the cédula. */
export interface Circumstances {
  /** A captcha token came along that is not the widget's own. */
  captchaSolved: boolean;
  /** NUIPs that have failed once already; this call adds to it. */
  failedOnce: Set<string>;
}

/** The ending of this very consultation: a `failsOnce` that has failed, and a solved captcha, come out active. */
export function endingNow(cedula: string, { captchaSolved, failedOnce }: Circumstances): Ending {
  const ending = endingFor(cedula);
  if (ending.name === 'captchaDemanded' && captchaSolved) return activeEnding(ending.nuip);
  if (ending.name !== 'failsOnce') return ending;
  if (failedOnce.has(ending.nuip)) return activeEnding(ending.nuip);
  failedOnce.add(ending.nuip);
  return ending;
}
