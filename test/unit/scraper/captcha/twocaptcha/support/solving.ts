import type {
  CaptchaChallenge,
  CaptchaSolution,
  CaptchaSolver,
} from '../../../../../../services/scraper/captcha/solver.ts';
import type { TwoCaptchaLimits } from '../../../../../../services/scraper/captcha/twocaptcha/limits.ts';
import { createTwoCaptchaSolver } from '../../../../../../services/scraper/captcha/twocaptcha/twocaptcha.ts';
import { createFakeClock } from '../../../../../support/fake-clock.ts';

export const API_KEY = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';

export const RECAPTCHA: CaptchaChallenge = {
  kind: 'recaptcha_v2',
  siteKey: '6LinventedSiteKey',
  pageUrl: 'https://censo.example/consulta',
};
export const TURNSTILE: CaptchaChallenge = { ...RECAPTCHA, kind: 'turnstile', siteKey: '0x4Invented' };

export const never = new AbortController().signal;

/** The error's code, or what came instead. */
export const codeOf = (solution: CaptchaSolution): string =>
  solution.kind === 'none' ? solution.error.code : `a ${solution.kind}`;

export interface Bench {
  solver: CaptchaSolver;
  lines: string[];
  /** Every pause that was asked for, in milliseconds. */
  pauses: number[];
  /** Milliseconds that have passed: pauses, which are over at once, and what a test lets pass. */
  passed(): number;
  advance(ms: number): Promise<void>;
}

/** A solver of captchas that `never` abort, whose pauses take no time. */
export const benchFor = (
  baseUrl: string,
  more: { apiKey?: string; limits?: Partial<TwoCaptchaLimits> } = {},
): Bench => {
  const lines: string[] = [];
  const pauses: number[] = [];
  const clock = createFakeClock();
  const keep = (message: string) => {
    lines.push(message);
  };
  const solver = createTwoCaptchaSolver({
    apiKey: more.apiKey ?? API_KEY,
    baseUrl,
    log: { info: keep, warn: keep },
    clock: {
      ...clock,
      async wait(ms, signal) {
        // What may end it is not the captcha's own signal: the time that a call has, which only `advance` lets pass.
        if (signal !== never) return clock.wait(ms, signal);
        pauses.push(ms);
        await Promise.all([clock.wait(ms, signal), clock.pass(ms)]);
      },
    },
    ...(more.limits === undefined ? {} : { limits: more.limits }),
  });
  return {
    solver,
    lines,
    pauses,
    passed: () => clock.elapsed(),
    advance: (ms) => clock.pass(ms),
  };
};
