import { expect } from 'chai';
import { created, json, processing, ready, refusing, useFakeTwoCaptcha } from './support/fake-twocaptcha.ts';
import { API_KEY, benchFor, codeOf, never, RECAPTCHA, TURNSTILE } from './support/solving.ts';

describe('The 2captcha solver', () => {
  const { start } = useFakeTwoCaptcha();

  describe('when the service solves', () => {
    it('creates a reCAPTCHA task, asks after 10 s and then every 5 s, and gives the token', async () => {
      const { url, calls } = await start({ getTaskResult: [processing, processing, ready()] });
      const bench = benchFor(url);
      expect(await bench.solver.solve(RECAPTCHA, never)).to.deep.equal({
        kind: 'token',
        token: '03AGdBq26-token',
        effort: { tookMs: 20_000, calls: 4, cost: 0.00299 },
      });
      expect(bench.pauses).to.deep.equal([10_000, 5_000, 5_000]);
      expect(calls.map(({ url, body }) => [url, body])).to.deep.equal([
        [
          '/createTask',
          {
            clientKey: API_KEY,
            task: {
              type: 'RecaptchaV2TaskProxyless',
              websiteURL: 'https://censo.example/consulta',
              websiteKey: '6LinventedSiteKey',
            },
          },
        ],
        ...Array.from({ length: 3 }, () => [
          '/getTaskResult',
          { clientKey: API_KEY, taskId: 74_372_499_131 },
        ]),
      ]);
    });

    it('creates a Turnstile task, asks after 5 s, and gives the token', async () => {
      const solution = { token: '0.Turn-stile_token', userAgent: 'Mozilla/5.0' };
      const { url, calls } = await start({ getTaskResult: [ready(solution)] });
      const bench = benchFor(url);
      expect(await bench.solver.solve(TURNSTILE, never)).to.include({
        kind: 'token',
        token: '0.Turn-stile_token',
      });
      expect(bench.pauses).to.deep.equal([5_000]);
      expect(calls[0]?.body).to.have.nested.property('task.type', 'TurnstileTaskProxyless');
    });

    it('gives the token although the price is unreadable', async () => {
      const { url } = await start({
        getTaskResult: [json({ errorId: 0, status: 'ready', solution: { token: 't' }, cost: 'free!' })],
      });
      const solution = await benchFor(url).solver.solve(TURNSTILE, never);
      expect(solution).to.deep.include({ kind: 'token', token: 't' });
      expect(solution.effort?.cost).to.equal(null);
    });

    it('keeps the path of the base address', async () => {
      const { url, calls } = await start({});
      await benchFor(`${url}/relay/v2/`).solver.solve(RECAPTCHA, never);
      expect(calls[0]?.url).to.equal('/relay/v2/createTask');
      await benchFor(`${url}/relay/v2`).solver.solve(RECAPTCHA, never);
      expect(calls.at(-1)?.url).to.equal('/relay/v2/getTaskResult');
    });
  });

  describe('when the service refuses', () => {
    const refusals: [errorCode: string, code: string, says: RegExp][] = [
      ['ERROR_ZERO_BALANCE', 'captcha_no_balance', /no tiene saldo. Recárguela/],
      ['ERROR_KEY_DOES_NOT_EXIST', 'captcha_wrong_key', /TWOCAPTCHA_API_KEY/],
      ['ERROR_WRONG_USER_KEY', 'captcha_wrong_key', /TWOCAPTCHA_API_KEY/],
      ['ERROR_IP_NOT_ALLOWED', 'captcha_refused', /dirección IP .*ERROR_IP_NOT_ALLOWED/],
      ['ERROR_IP_BLOCKED', 'captcha_refused', /dirección IP .*ERROR_IP_BLOCKED/],
      ['ERROR_RECAPTCHA_INVALID_SITEKEY', 'captcha_refused', /cambió de captcha/],
      ['ERROR_SOMETHING_NEW', 'captcha_refused', /ERROR_SOMETHING_NEW/],
      ['', 'captcha_refused', /sin un motivo legible/],
    ];
    for (const [errorCode, code, says] of refusals) {
      it(`with ${errorCode || 'no code'}, says ${code} and asks no more`, async () => {
        const { url, methods } = await start({ createTask: [refusing(errorCode)] });
        const solution = await benchFor(url).solver.solve(RECAPTCHA, never);
        expect(codeOf(solution)).to.equal(code);
        if (solution.kind === 'none') expect(solution.error.message).to.match(says);
        expect(methods()).to.deep.equal(['createTask']);
      });
    }

    it('to solve it, says captcha_unsolvable, and that the page may have changed', async () => {
      const { url } = await start({ getTaskResult: [processing, refusing('ERROR_CAPTCHA_UNSOLVABLE')] });
      const solution = await benchFor(url).solver.solve(RECAPTCHA, never);
      expect(codeOf(solution)).to.equal('captcha_unsolvable');
      expect(solution.effort).to.deep.equal({ tookMs: 15_000, calls: 3, cost: null });
    });

    it('with an HTTP status of its own, reads the refusal all the same', async () => {
      const { url } = await start({ createTask: [refusing('ERROR_KEY_DOES_NOT_EXIST', 401)] });
      expect(codeOf(await benchFor(url).solver.solve(RECAPTCHA, never))).to.equal('captcha_wrong_key');
    });

    for (const errorCode of ['ERROR_KEY_DOES_NOT_EXIST', 'ERROR_ZERO_BALANCE', 'ERROR_IP_BLOCKED']) {
      it(`the account with ${errorCode}, leaves it alone for 60 s`, async () => {
        const { url, methods } = await start({ createTask: [refusing(errorCode), created] });
        const bench = benchFor(url);
        const first = codeOf(await bench.solver.solve(RECAPTCHA, never));
        await bench.advance(59_999);
        const second = await bench.solver.solve(RECAPTCHA, never);
        expect(codeOf(second)).to.equal(first);
        expect(second.effort?.calls).to.equal(0);
        expect(methods(), 'asked once').to.have.lengthOf(1);
        await bench.advance(1);
        expect(codeOf(await bench.solver.solve(RECAPTCHA, never))).to.equal('a token');
      });
    }

    it('one captcha only, takes the next one', async () => {
      const { url } = await start({ getTaskResult: [refusing('ERROR_CAPTCHA_UNSOLVABLE'), ready()] });
      const { solver } = benchFor(url);
      expect(codeOf(await solver.solve(RECAPTCHA, never))).to.equal('captcha_unsolvable');
      expect(codeOf(await solver.solve(RECAPTCHA, never))).to.equal('a token');
    });
  });

  describe('when the service has no slot', () => {
    const full = refusing('ERROR_NO_SLOT_AVAILABLE');

    it('offers the task again after 5 s', async () => {
      const { url } = await start({ createTask: [full, full, created] });
      const bench = benchFor(url);
      expect(codeOf(await bench.solver.solve(RECAPTCHA, never))).to.equal('a token');
      expect(bench.pauses).to.deep.equal([5_000, 5_000, 10_000]);
    });

    it('gives up after six offers', async () => {
      const { url, methods } = await start({ createTask: [full] });
      expect(codeOf(await benchFor(url).solver.solve(RECAPTCHA, never))).to.equal('captcha_no_slot');
      expect(methods()).to.deep.equal(Array.from({ length: 6 }, () => 'createTask'));
    });
  });

  it('gives up with captcha_too_slow before 120 s are over when the result is never ready', async () => {
    const { url, methods } = await start({ getTaskResult: [processing] });
    const bench = benchFor(url);
    expect(codeOf(await bench.solver.solve(RECAPTCHA, never))).to.equal('captcha_too_slow');
    expect(bench.passed()).to.equal(115_000);
    expect(methods()).to.have.lengthOf(1 + 22);
  });
});
