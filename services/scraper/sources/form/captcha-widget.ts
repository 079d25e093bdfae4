import { type Failure, failure } from '../../../../shared/contract/outcome.ts';
import type { CaptchaChallenge } from '../../captcha/solver.ts';
import { appears, countOf } from './page-looks.ts';
import { setQuietly } from './set-quietly.ts';
import { runStep, type Visit } from './visit.ts';
import { hasToken } from './widget-token.ts';

/** The widgets that a solver knows, and the field that takes their answer. */
const WIDGETS: readonly { kind: CaptchaChallenge['kind']; widget: string; field: string }[] = [
  { kind: 'recaptcha_v2', widget: '.g-recaptcha[data-sitekey]', field: '[name="g-recaptcha-response"]' },
  { kind: 'turnstile', widget: '.cf-turnstile[data-sitekey]', field: '[name="cf-turnstile-response"]' },
];

/** The widget's own script makes the field, in milliseconds. */
const FIELD_TIMEOUT_MS = 5_000;

/**
 * Waits for the page's captcha to fill itself, where there is one, and has it solved when it does not and there is a
 * solver. Without a solver the form is sent as it is: the page may not insist. A token that is there is never replaced.
 *
 * @returns why there is no token, or null
 * @throws the signal's reason
 */
export const answerWidget = async (visit: Visit): Promise<Failure | null> => {
  const { page, solver, signal, patience } = visit;
  const state = await runStep(visit, 'captcha', patience.tokenMs, (bound) => hasToken(visit, bound));
  if (typeof state !== 'boolean') return state;
  if (state || solver.name === 'none') return null;
  for (const { kind, widget, field } of WIDGETS) {
    if ((await countOf(page, widget)) === 0) continue;
    const siteKey = (await page.locator(widget).first().getAttribute('data-sitekey')) ?? '';
    const solution = await solver.solve({ kind, siteKey, pageUrl: page.url() }, signal);
    if (solution.kind === 'none') return failure('captcha', solution.error.code);
    if (!(await appears(page, field, FIELD_TIMEOUT_MS))) return failure('captcha', `no ${field} on the page`);
    await setQuietly(page, field, solution.token);
  }
  return null;
};
