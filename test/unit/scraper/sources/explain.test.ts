import { expect } from 'chai';
import { browserCrash, browserLaunchFailed } from '../../../../services/scraper/browser/errors.ts';
import {
  DeadlineError,
  explain,
  isTimeout,
  PageCrashError,
} from '../../../../services/scraper/sources/explain.ts';
import { AppError } from '../../../../shared/errors.ts';

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });

describe('What a lookup throws', () => {
  const cases: [what: string, thrown: unknown, failure: string, detail: string][] = [
    [
      'its deadline',
      new DeadlineError('no answer within 120000 ms'),
      'timeout',
      'no answer within 120000 ms',
    ],
    [
      'a browser library’s timeout, of whichever library',
      named('TimeoutError', 'locator.fill: Timeout 20000ms exceeded.\nCall log:\n  - waiting'),
      'timeout',
      'locator.fill: Timeout 20000ms exceeded.',
    ],
    ['the tab’s crash', new PageCrashError('the tab crashed'), 'browser_crash', 'the tab crashed'],
    ['the browser’s end', browserCrash(), 'browser_crash', 'browser_crash'],
    [
      'a browser that does not start',
      browserLaunchFailed('/x', undefined),
      'browser_crash',
      'browser_launch_failed',
    ],
    [
      'a closed target',
      new Error('page.goto: Target page, context or browser has been closed'),
      'browser_crash',
      'page.goto: Target page, context or browser has been closed',
    ],
    [
      'a frame that was detached, although it says ERR_ABORTED',
      new Error('page.goto: net::ERR_ABORTED; maybe frame was detached?'),
      'browser_crash',
      'page.goto: net::ERR_ABORTED; maybe frame was detached?',
    ],
    [
      'a site that cannot be reached',
      new Error('page.goto: net::ERR_NAME_NOT_RESOLVED at https://censo.example.com/'),
      'network',
      'ERR_NAME_NOT_RESOLVED',
    ],
    [
      'a redirect loop',
      new Error('page.goto: net::ERR_TOO_MANY_REDIRECTS at https://censo.example.com/'),
      'network',
      'ERR_TOO_MANY_REDIRECTS',
    ],
    [
      'a fetch that nobody answered',
      new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) }),
      'network',
      'ECONNREFUSED',
    ],
    ['an answer that broke off', new TypeError('terminated'), 'network', 'terminated'],
    [
      'a type error of a source’s own',
      new TypeError('x is not a function'),
      'unrecognised',
      'x is not a function',
    ],
    ['something nobody knows', new Error('odd\nsecond line'), 'unrecognised', 'odd'],
    ['an error of another part', new AppError('forbidden', 'No.'), 'unrecognised', 'No.'],
    ['no error at all', 'texto', 'unrecognised', 'texto'],
    ['nothing', undefined, 'unrecognised', 'undefined'],
  ];
  for (const [what, thrown, failure, detail] of cases) {
    it(`is ${failure} for ${what}`, () => {
      expect(explain(thrown)).to.deep.equal({ kind: 'failure', failure, detail });
    });
  }

  it('is cut to what the contract takes', () => {
    expect(explain(new Error('x'.repeat(2_000))).detail).to.have.lengthOf(500);
  });

  it('is a timeout by its name only', () => {
    expect(isTimeout(named('TimeoutError', ''))).to.equal(true);
    expect(isTimeout(new Error('Timeout'))).to.equal(false);
    expect(isTimeout({ name: 'TimeoutError' })).to.equal(false);
  });
});
