import type { AppError } from '../../../shared/errors.ts';

/** A captcha widget as the page declares it. */
export interface CaptchaChallenge {
  kind: 'recaptcha_v2' | 'turnstile';
  siteKey: string;
  /** Full address of the page that shows it. */
  pageUrl: string;
}

/** What a solver came to: a token for the page's answer field, or why there is none. */
export type CaptchaSolution = { kind: 'token'; token: string } | { kind: 'none'; error: AppError };

/** A service that answers captchas, as a plugin. The operator answers for its use; the default solves nothing. */
export interface CaptchaSolver {
  readonly name: string;
  /** @throws only the signal's reason; whatever the service says is a solution of kind `none` */
  solve(challenge: CaptchaChallenge, signal: AbortSignal): Promise<CaptchaSolution>;
}
