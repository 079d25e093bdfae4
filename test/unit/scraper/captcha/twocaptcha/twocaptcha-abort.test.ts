import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { createTwoCaptchaSolver } from '../../../../../services/scraper/captcha/twocaptcha/twocaptcha.ts';
import { eventually } from '../../../../support/eventually.ts';
import {
  type Answer,
  drip,
  type FakeTwoCaptcha,
  processing,
  silence,
  startFakeTwoCaptcha,
} from './support/fake-twocaptcha.ts';
import { API_KEY, RECAPTCHA } from './support/solving.ts';

const STOP = new Error('the lookup is over');

describe('A 2captcha solution that is aborted', () => {
  let api: FakeTwoCaptcha;
  afterEach(() => api.close());

  /** Aborts when the service has had `after` calls, and tells how long the solver took to notice. */
  const abortAfter = async (after: number, script: { createTask?: Answer[]; getTaskResult?: Answer[] }) => {
    api = await startFakeTwoCaptcha(script);
    const controller = new AbortController();
    const { signal } = controller;
    const lines: string[] = [];
    const keep = (line: string) => void lines.push(line);
    const solver = createTwoCaptchaSolver({
      apiKey: API_KEY,
      baseUrl: api.url,
      log: { info: keep, warn: keep },
      // Real pauses, of which only the first is over soon.
      limits: { firstPollMs: { recaptcha_v2: 1, turnstile: 1 }, pollMs: 60_000, retryMs: 60_000 },
    });
    const solved = solver.solve(RECAPTCHA, signal).then(
      () => 'a solution',
      (error: unknown) => error,
    );
    if (after > 0) await eventually(`${after} calls`, () => api.calls.length === after);
    const linesBefore = lines.length;
    controller.abort(STOP);
    const rejection = await solved;
    return { rejection, signal, newLines: lines.slice(linesBefore) };
  };

  const moments: Record<
    string,
    [after: number, script: { createTask?: Answer[]; getTaskResult?: Answer[] }]
  > = {
    'before the answer to its task': [1, { createTask: [silence] }],
    'in the middle of an answer': [1, { createTask: [drip] }],
    'while it waits for the result': [2, { getTaskResult: [processing] }],
    'while it waits to try again': [1, { createTask: [(response) => void response.writeHead(500).end()] }],
  };
  for (const [when, [after, script]] of Object.entries(moments)) {
    it(`${when} rejects with the signal's reason`, async () => {
      const { rejection, signal, newLines } = await abortAfter(after, script);
      expect(rejection).to.equal(STOP);
      expect(newLines, 'no failure of the service').to.deep.equal([]);
      expect(getEventListeners(signal, 'abort'), 'nobody listens on').to.have.lengthOf(0);
      expect(api.calls).to.have.lengthOf(after);
    });
  }

  it('before it begins asks nobody', async () => {
    api = await startFakeTwoCaptcha({});
    const solver = createTwoCaptchaSolver({ apiKey: API_KEY, baseUrl: api.url });
    const rejection = await solver.solve(RECAPTCHA, AbortSignal.abort(STOP)).catch((error: unknown) => error);
    expect(rejection).to.equal(STOP);
    expect(api.calls).to.deep.equal([]);
  });
});
