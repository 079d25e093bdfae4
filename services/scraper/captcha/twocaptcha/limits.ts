import type { CaptchaChallenge } from '../solver.ts';

/** How long and how often 2captcha is asked. It asks for these pauses itself, and blocks who does not keep them. */
export interface TwoCaptchaLimits {
  /** For one captcha, everything included. */
  totalMs: number;
  /** For one call, its answer included. */
  callMs: number;
  /** From the task's creation to the first question for its result. */
  firstPollMs: Record<CaptchaChallenge['kind'], number>;
  /** Between two questions for the result. */
  pollMs: number;
  /** How often a call is tried that the network or the server fails. */
  callAttempts: number;
  retryMs: number;
  /** How often a task is offered while the service has no slot for it. */
  slotAttempts: number;
  slotMs: number;
  /** After a refusal of the account (key, balance, address), so long is nothing asked. */
  refusalMs: number;
  /** An answer that is longer is not read to its end. A token has about 2 KiB. */
  answerBytes: number;
}

export const defaultLimits: TwoCaptchaLimits = {
  totalMs: 120_000,
  callMs: 10_000,
  firstPollMs: { recaptcha_v2: 10_000, turnstile: 5_000 },
  pollMs: 5_000,
  callAttempts: 3,
  retryMs: 5_000,
  slotAttempts: 6,
  slotMs: 5_000,
  refusalMs: 60_000,
  answerBytes: 65_536,
};
