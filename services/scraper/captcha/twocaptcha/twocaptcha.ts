import type { z } from 'zod';
import { type AppError, isAppError } from '../../../../shared/errors.ts';
import { type Clock, systemClock } from '../../../../shared/time/clock.ts';
import type { CaptchaChallenge, CaptchaEffort, CaptchaSolver } from '../solver.ts';
import { type Budget, createBudget } from './budget.ts';
import { defaultLimits, type TwoCaptchaLimits } from './limits.ts';
import { postJson } from './post-json.ts';
import { isOfAccount, NO_SLOT, refusal, safeCode, tooSlow, unreachable } from './problems.ts';
import { createTaskRule, taskResultRule } from './replies.ts';

/** Gets no key, no token and no text of the service's own. */
export interface TwoCaptchaLog {
  info(message: string): void;
  warn(message: string): void;
}

interface TwoCaptchaOptions {
  apiKey: string;
  /** Address of the JSON API, as https://api.2captcha.com. */
  baseUrl: string;
  log?: TwoCaptchaLog;
  clock?: Clock;
  limits?: Partial<TwoCaptchaLimits>;
}

/** Without a proxy: the service solves from an address of its own. */
const taskTypes: Record<CaptchaChallenge['kind'], string> = {
  recaptcha_v2: 'RecaptchaV2TaskProxyless',
  turnstile: 'TurnstileTaskProxyless',
};

/** One captcha on its way. */
interface Errand {
  challenge: CaptchaChallenge;
  signal: AbortSignal;
  budget: Budget;
  effort: { calls: number; cost: number | null };
}

/** Solves by 2captcha's JSON API (version 2): a task is created, and its result is asked for until it is there. */
export const createTwoCaptchaSolver = (options: TwoCaptchaOptions): CaptchaSolver => {
  const { apiKey, log, clock = systemClock } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const base = new URL(options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`);
  let closed: { code: string; until: number } | undefined;

  /**
   * Asks until there is an answer of the API, as often as the limits allow. A task whose creation was not heard of
   * is created again: at worst the service charges for one more, some tenths of a cent.
   *
   * @throws AppError when there is no answer
   */
  const ask = async <T>(method: string, body: object, rule: z.ZodType<T>, errand: Errand): Promise<T> => {
    const { signal, budget, effort } = errand;
    for (let attempt = 1; ; attempt += 1) {
      const timeoutMs = Math.min(limits.callMs, budget.leftMs());
      effort.calls += 1;
      const terms = { signal, timeoutMs, answerBytes: limits.answerBytes, clock };
      const posted = await postJson(new URL(method, base), { clientKey: apiKey, ...body }, terms);
      const read = posted.kind === 'json' ? rule.safeParse(posted.body) : undefined;
      if (read?.success) return read.data;
      const { what, passing } =
        posted.kind === 'failed' ? posted : { what: 'una respuesta ilegible', passing: true };
      log?.warn(`2captcha ${method}, attempt ${attempt}: ${what}`);
      const again = passing && attempt < limits.callAttempts && (await budget.pause(limits.retryMs));
      if (!again) throw unreachable(base.host, what);
    }
  };

  const refused = (given: string): AppError => {
    const code = safeCode(given, apiKey);
    if (code !== null && isOfAccount(code)) closed = { code, until: clock.elapsed() + limits.refusalMs };
    return refusal(code);
  };

  const createTask = async (errand: Errand): Promise<number> => {
    const { kind, siteKey, pageUrl } = errand.challenge;
    const task = { type: taskTypes[kind], websiteURL: pageUrl, websiteKey: siteKey };
    for (let attempt = 1; ; attempt += 1) {
      const reply = await ask('createTask', { task }, createTaskRule, errand);
      if (reply.kind === 'created') return reply.taskId;
      if (reply.code !== NO_SLOT) throw refused(reply.code);
      log?.warn(`2captcha has no slot, attempt ${attempt}`);
      const again = attempt < limits.slotAttempts && (await errand.budget.pause(limits.slotMs));
      if (!again) throw refusal(NO_SLOT);
    }
  };

  /** @throws AppError when there is no token */
  const tokenOf = async (errand: Errand): Promise<string> => {
    const taskId = await createTask(errand);
    let pauseMs = limits.firstPollMs[errand.challenge.kind];
    while (await errand.budget.pause(pauseMs)) {
      const reply = await ask('getTaskResult', { taskId }, taskResultRule, errand);
      if (reply.kind === 'refused') throw refused(reply.code);
      if (reply.kind === 'ready') {
        errand.effort.cost = reply.cost;
        return reply.token;
      }
      pauseMs = limits.pollMs;
    }
    throw tooSlow(Math.round(limits.totalMs / 1_000));
  };

  return {
    name: 'twocaptcha',
    async solve(challenge, signal) {
      const budget = createBudget({ totalMs: limits.totalMs, clock, signal });
      const errand: Errand = { challenge, signal, budget, effort: { calls: 0, cost: null } };
      const effort = (): CaptchaEffort => ({ tookMs: Math.round(budget.spentMs()), ...errand.effort });
      try {
        if (closed !== undefined && clock.elapsed() < closed.until) throw refusal(closed.code);
        const token = await tokenOf(errand);
        log?.info(`2captcha solved a ${challenge.kind} in ${effort().tookMs} ms, ${effort().calls} calls`);
        return { kind: 'token', token, effort: effort() };
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (!isAppError(error)) throw error;
        log?.warn(`2captcha solved no ${challenge.kind} in ${effort().tookMs} ms: ${error.code}`);
        return { kind: 'none', error, effort: effort() };
      }
    },
  };
};
