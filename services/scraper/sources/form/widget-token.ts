import { explain } from '../explain.ts';
import { countOf } from './page-looks.ts';
import type { Bound, Visit } from './visit.ts';

/** The fields that widgets fill, by themselves or after somebody's help. */
const FIELDS = ['cf-turnstile-response', 'g-recaptcha-response', 'h-captcha-response'].map(
  (name) => `[name="${name}"]`,
);
/** A widget, or its field, or the script that will make one. */
const SIGNS = [
  ...FIELDS,
  '.cf-turnstile',
  '.g-recaptcha',
  '.h-captcha',
  'script[src*="challenges.cloudflare.com/turnstile"]',
  'script[src*="/recaptcha/"]',
  'script[src*="hcaptcha.com/"]',
].join(', ');
const VENDORS =
  /^https:\/\/(challenges\.cloudflare\.com\/turnstile|www\.(google\.com|gstatic\.com|recaptcha\.net)\/recaptcha|([\w-]+\.)?hcaptcha\.com)\//;

/** No page has more fields of one name. */
const MAX_FIELDS = 3;
const LOOK_MS = 200;

/**
 * Waits for a captcha's widget to fill itself, as Turnstile does within seconds. Nothing is solved here.
 *
 * @returns whether the form may be sent: with a token, or because there is no widget; false when it stays empty
 */
export const hasToken = async (
  { page, patience, time, traffic, signal }: Visit,
  bound: Bound,
): Promise<boolean> => {
  for (;;) {
    signal.throwIfAborted();
    if (await isFilled(page)) return true;
    const announced = traffic.hasAsked(VENDORS) || (await countOf(page, SIGNS)) > 0;
    // Some pages add theirs when they have loaded.
    if (!announced && traffic.inFlight() === 0 && traffic.sinceLoadedMs() >= patience.widgetMs) return true;
    if (bound.leftMs() <= 0) return !announced;
    await time.wait(Math.min(LOOK_MS, Math.max(bound.leftMs(), 1)), signal);
  }
};

/** Is there a widget on the page whose field is empty? */
export const hasEmptyWidget = async ({ page }: Pick<Visit, 'page'>): Promise<boolean> =>
  (await countOf(page, SIGNS)) > 0 && !(await isFilled(page));

const isFilled = async (page: Visit['page']): Promise<boolean> => {
  for (const field of FIELDS) {
    const count = Math.min(await countOf(page, field), MAX_FIELDS);
    for (let index = 0; index < count; index += 1) {
      const value = page.locator(field).nth(index).inputValue({ timeout: LOOK_MS });
      if ((await value.catch(whileItGoes)) !== '') return true;
    }
  }
  return false;
};

/** A widget makes its field anew now and then; the browser's own end is told. */
const whileItGoes = (error: unknown): string => {
  const { failure } = explain(error);
  if (failure !== 'timeout' && failure !== 'unrecognised') throw error;
  return '';
};
