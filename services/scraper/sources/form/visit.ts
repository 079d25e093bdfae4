import { type Failure, type FailureKind, failure } from '../../../../shared/contract/outcome.ts';
import { within } from '../../../../shared/time/within.ts';
import { headlineTrouble } from '../../reading/visit-page.ts';
import type { PageMeans } from '../source.ts';
import type { LookupTime } from '../stopwatch.ts';
import type { FormProfile } from './form-profile.ts';
import { contentOf } from './page-looks.ts';
import type { Patience } from './patience.ts';
import type { Traffic } from './traffic.ts';

/** One lookup on a form's page, as its steps share it. */
export interface Visit extends Omit<PageMeans, 'time'> {
  profile: FormProfile;
  patience: Patience;
  cedula: string;
  time: LookupTime;
  traffic: Traffic;
  signal: AbortSignal;
}

/** What a lookup does one after the other; each has its own bound and its own failure. */
export type Step = 'open' | 'ready' | 'fill' | 'captcha' | 'submit' | 'answer';

/** The time that is left of a step. */
export interface Bound {
  /** Milliseconds, less than 0 when it is over. */
  leftMs(): number;
}

export const boundOf = (time: LookupTime, ms: number): Bound => {
  const begun = time.worked();
  return { leftMs: () => Math.min(ms - (time.worked() - begun), time.left()) };
};

/** What hangs in the browser itself, which knows no bound, ends so long after it, in milliseconds. */
const GRACE_MS = 1_000;

/** Runs a step. It ends by itself at its bound; a browser that does not come back is a failure a moment later. */
export const runStep = <T>(
  { time }: Pick<Visit, 'time'>,
  step: Step,
  ms: number,
  work: (bound: Bound) => Promise<T>,
): Promise<T | Failure> => {
  const bound = boundOf(time, ms);
  // The bound moves while a request waits for its turn.
  const wait = async (_ms: number, signal?: AbortSignal): Promise<void> => {
    for (let left = bound.leftMs(); left > -GRACE_MS; left = bound.leftMs())
      await time.wait(Math.max(left + GRACE_MS, 1), signal);
  };
  return within(ms, work(bound), { late: () => slow(step, `not done within ${ms} ms`), clock: { wait } });
};

export const slow = (step: Step, what: string): Failure => failure('timeout', `${step}: ${what}`);

/**
 * The page lacks what a step needs: it has changed, unless it is still loading or says that it is being worked on. What it
 * shows is kept.
 *
 * @param what English, without personal data
 */
export const lacking = async (
  { page, keep, look, traffic }: Visit,
  step: Step,
  what: string,
): Promise<Failure> => {
  const html = await contentOf(page);
  if (html !== null) keep(html);
  if (html !== null) look?.(step === 'answer' ? 'answer' : 'form', html);
  const kind: FailureKind | null = html === null ? null : headlineTrouble(html);
  if (kind !== null) return failure(kind, `${step}: ${what}; told by the page`);
  if (traffic.inFlight() > 0) return slow(step, `${what}, and requests are on their way`);
  return failure('page_changed', `${step}: ${what}`);
};
