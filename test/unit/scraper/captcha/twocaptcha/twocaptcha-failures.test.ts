import { expect } from 'chai';
import { isAppError } from '../../../../../shared/errors.ts';
import { eventually } from '../../../../support/eventually.ts';
import {
  created,
  drip,
  html,
  huge,
  json,
  processing,
  raw,
  ready,
  redirectTo,
  reset,
  silence,
  startFakeTwoCaptcha,
  useFakeTwoCaptcha,
} from './support/fake-twocaptcha.ts';
import { benchFor, codeOf, never, RECAPTCHA } from './support/solving.ts';

describe('The 2captcha solver, when calls fail,', () => {
  const { start } = useFakeTwoCaptcha();

  const passing = {
    'a server error': html(502),
    'too many requests': html(429),
    'a reset connection': reset,
    'a page instead of JSON': html(200),
    'half an answer': raw('{"errorId":0,"taskId":'),
    'JSON of another shape': json({ ok: true }),
    'a result without a token': json({ errorId: 0, status: 'ready', solution: {} }),
    'an answer of 70,000 bytes': huge(70_000),
  };
  for (const [what, answer] of Object.entries(passing)) {
    it(`tries again after ${what}, in both methods`, async () => {
      const { url, methods } = await start({
        createTask: [answer, answer, created],
        getTaskResult: [answer, processing, answer, answer, ready()],
      });
      const bench = benchFor(url);
      expect(codeOf(await bench.solver.solve(RECAPTCHA, never))).to.equal('a token');
      expect(methods()).to.have.lengthOf(3 + 5);
      expect(bench.lines.join('\n')).to.contain('createTask, attempt 2');
    });

    it(`says captcha_unreachable after the third time of ${what}`, async () => {
      const { url, methods } = await start({ getTaskResult: [answer] });
      const solution = await benchFor(url).solver.solve(RECAPTCHA, never);
      expect(codeOf(solution)).to.equal('captcha_unreachable');
      if (solution.kind === 'none') expect(solution.error.message).to.contain(new URL(url).host);
      expect(methods()).to.have.lengthOf(1 + 3);
    });
  }

  for (const [what, answer] of Object.entries({ silence, 'an answer that drips': drip })) {
    it(`waits for ${what} as long as a call may take`, async () => {
      const { url, methods } = await start({ createTask: [answer] });
      const bench = benchFor(url, { limits: { callMs: 40, retryMs: 5 } });
      const solving = bench.solver.solve(RECAPTCHA, never);
      for (const call of [1, 2, 3]) {
        await eventually(`call ${call}`, () => methods().length === call);
        await bench.advance(40);
      }
      expect(codeOf(await solving)).to.equal('captcha_unreachable');
      expect(methods()).to.have.lengthOf(3);
      expect(bench.passed()).to.equal(40 + 5 + 40 + 5 + 40);
    });
  }

  it('gives no call more time than the captcha has left', async () => {
    const { url, methods } = await start({ createTask: [silence] });
    const bench = benchFor(url, { limits: { totalMs: 40 } });
    const solving = bench.solver.solve(RECAPTCHA, never);
    await eventually('the call', () => methods().length === 1);
    await bench.advance(40);
    expect(codeOf(await solving)).to.equal('captcha_unreachable');
    expect(bench.passed()).to.equal(40);
  });

  it('says so at once, with the setting to look at, when the address has no such API', async () => {
    const { url, methods } = await start({ createTask: [html(404)] });
    const solution = await benchFor(url).solver.solve(RECAPTCHA, never);
    expect(codeOf(solution)).to.equal('captcha_unreachable');
    if (solution.kind === 'none') expect(solution.error.message).to.match(/HTTP 404.*TWOCAPTCHA_URL/);
    expect(methods()).to.have.lengthOf(1);
  });

  it('says captcha_unreachable when nobody listens', async () => {
    const { url, close } = await start({});
    await close();
    const solution = await benchFor(url).solver.solve(RECAPTCHA, never);
    expect(codeOf(solution)).to.equal('captcha_unreachable');
    if (solution.kind === 'none') expect(solution.error.message).to.contain('ECONNREFUSED');
  });

  it('does not carry the key to where a redirect points', async () => {
    const elsewhere = await startFakeTwoCaptcha({});
    try {
      const { url } = await start({ createTask: [redirectTo(`${elsewhere.url}/createTask`)] });
      expect(codeOf(await benchFor(url).solver.solve(RECAPTCHA, never))).to.equal('captcha_unreachable');
      expect(elsewhere.calls).to.deep.equal([]);
    } finally {
      await elsewhere.close();
    }
  });

  it('gives an error that is an AppError and has no cause to look into', async () => {
    const { url } = await start({ createTask: [reset] });
    const solution = await benchFor(url).solver.solve(RECAPTCHA, never);
    expect(solution.kind).to.equal('none');
    if (solution.kind !== 'none') return;
    expect(isAppError(solution.error)).to.equal(true);
    expect(solution.error.cause).to.equal(undefined);
  });
});
