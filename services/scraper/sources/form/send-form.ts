import { type Failure, failure } from '../../../../shared/contract/outcome.ts';
import { isTimeout } from '../explain.ts';
import { countOf } from './page-looks.ts';
import { type Bound, lacking, type Visit } from './visit.ts';
import { hasEmptyWidget } from './widget-token.ts';

/** Playwright says in a timeout's log what is over an element; only its tag, id and classes are told on. */
const OVER_IT = /(?:.*from )?<([a-z][\w-]*)([^>]*)>.*? intercepts pointer events/;
const MAX_NAME = 80;

/**
 * Waits until the button can be pressed: it is there, it is not locked, and nothing lies over it.
 *
 * @returns null, or why it cannot be
 * @throws the browser's own end
 */
export const pressable = async (visit: Visit, bound: Bound): Promise<Failure | null> => {
  const { page, profile } = visit;
  try {
    await page.locator(profile.submit).click({ trial: true, timeout: Math.max(bound.leftMs(), 1) });
    return null;
  } catch (error) {
    const told = error instanceof Error ? error.message : '';
    if (!isTimeout(error) && !/strict mode violation/.test(told)) throw error;
    if ((await countOf(page, profile.submit)) === 0)
      return lacking(visit, 'submit', `no ${profile.submit} on the page`);
    const cover = OVER_IT.exec(told);
    if (cover === null) return lacking(visit, 'submit', `${profile.submit} cannot be pressed`);
    return lacking(visit, 'submit', `${nameOf(cover)} lies over the form`);
  }
};

const nameOf = ([, tag = '', attributes = '']: RegExpExecArray): string => {
  const value = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
  const [id, classes] = [value('id'), value('class').trim().replace(/\s+/g, '.')];
  return `${tag}${id && `#${id}`}${classes && `.${classes}`}`.slice(0, MAX_NAME);
};

const LOOK_MS = 200;

/**
 * Waits until the page has sent anything after the button was pressed.
 *
 * @param before how many requests it had made then
 * @returns null, or that nothing was sent: the page misses its captcha, or has changed
 */
export const hasLeft = async (visit: Visit, before: number, bound: Bound): Promise<Failure | null> => {
  const { time, traffic, signal } = visit;
  while (traffic.asked() === before) {
    if (bound.leftMs() > 0) await time.wait(Math.min(LOOK_MS, Math.max(bound.leftMs(), 1)), signal);
    else if (await hasEmptyWidget(visit)) return failure('captcha', 'submit: the page waits for its captcha');
    else return lacking(visit, 'submit', 'nothing was sent');
  }
  return null;
};
