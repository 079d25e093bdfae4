import type { AppError } from '../../../shared/errors.ts';

/** A captcha widget as the page declares it. */
export interface CaptchaChallenge {
  kind: 'recaptcha_v2' | 'turnstile';
  siteKey: string;
  /** Full address of the page that shows it. */
  pageUrl: string;
}

/** What a solution took, for whoever counts. */
export interface CaptchaEffort {
  tookMs: number;
  /** Calls to the service, repeated ones included. */
  calls: number;
  /** What the service says it charged, in the account's currency; null when it says nothing. */
  cost: number | null;
}

/** What a solver came to: a token for the page's answer field, or why there is none. */
export type CaptchaSolution =
  | { kind: 'token'; token: string; effort?: CaptchaEffort }
  | { kind: 'none'; error: AppError; effort?: CaptchaEffort };

/** A service that answers captchas, as a plugin. The operator answers for its use; the default solves nothing. */
export interface CaptchaSolver {
  readonly name: string;
  /** @throws only the signal's reason; whatever the service says is a solution of kind `none` */
  solve(challenge: CaptchaChallenge, signal: AbortSignal): Promise<CaptchaSolution>;
}
