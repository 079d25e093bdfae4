import { expect } from 'chai';
import { noSolver } from '../../../../services/scraper/captcha/none.ts';
import type {
  CaptchaChallenge,
  CaptchaSolution,
  CaptchaSolver,
} from '../../../../services/scraper/captcha/solver.ts';
import { consultacenso } from '../../../../services/scraper/sources/consultacenso/consultacenso.ts';
import type { SourcePlugin } from '../../../../services/scraper/sources/source.ts';
import { wsp } from '../../../../services/scraper/sources/wsp/wsp.ts';
import { AppError } from '../../../../shared/errors.ts';
import { useBench } from '../../../source-kit/bench.ts';
import { formPage, html, json, useHostileSite } from '../hostile/hostile-site.ts';

/** The simulator demands a captcha of cédulas that end like this, and takes any token. */
const CEDULA = '1020304210';
const TOKEN = `0.token"'<>`;

const fakeSolver = (solution: CaptchaSolution): CaptchaSolver & { asked: CaptchaChallenge[] } => {
  const asked: CaptchaChallenge[] = [];
  return {
    name: 'fake',
    asked,
    solve: async (challenge) => {
      asked.push(challenge);
      return solution;
    },
  };
};

/** Counts what a page's script can see of who fills its hidden field. */
const WATCHFUL = formPage(
  `<div class="cf-turnstile" data-sitekey="k"></div><input type="hidden" name="cf-turnstile-response">
  <script>
    let touched = 0;
    const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
    Object.defineProperty(HTMLInputElement.prototype, 'value', {
      ...own, set(value) { touched += 1; own.set.call(this, value); } });
    const before = new Set(Object.getOwnPropertyNames(window));
  </script>`,
  `document.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault();
    const field = document.querySelector('[name=cf-turnstile-response]');
    const globals = Object.getOwnPropertyNames(window).filter((name) => !before.has(name));
    fetch('../back/api/consulta', { method: 'POST', body: JSON.stringify({ token: field.value, touched, globals }) });
  });`,
);

describe('A captcha on the form', () => {
  const bench = useBench();
  let seen = '';
  const site = useHostileSite({
    watchful: {
      visit: html(WATCHFUL),
      query: async (request, response) => {
        seen = Buffer.concat(await Array.fromAsync(request)).toString();
        json('{"ok":true}')(request, response);
      },
    },
  });

  const lookup = (
    plugin: SourcePlugin,
    url: string,
    solver: CaptchaSolver,
    signal = AbortSignal.timeout(25_000),
  ) =>
    bench('').withPage(async (page) => {
      if (plugin.via !== 'browser') throw new Error('no form');
      return plugin.open({ page, url, solver, keep: () => {} }).lookup(CEDULA, signal);
    });

  const forms = [
    { plugin: consultacenso, path: '/consultar/', kind: 'turnstile', siteKey: 'simulador-turnstile' },
    { plugin: wsp, path: '/censo/consultar/', kind: 'recaptcha_v2', siteKey: 'simulador-recaptcha' },
  ] as const;

  for (const { plugin, path, kind, siteKey } of forms) {
    it(`of ${plugin.name} is given to the solver, and its token to the page`, async () => {
      const { url } = bench(path);
      const solver = fakeSolver({ kind: 'token', token: TOKEN });
      expect(await lookup(plugin, url, solver)).to.include({ kind: 'active' });
      expect(solver.asked).to.deep.equal([{ kind, siteKey, pageUrl: url }]);
    });
  }

  it('that the solver cannot solve ends the lookup before the form is sent', async () => {
    const { url, simulator } = bench('/consultar/');
    const before = simulator.lookups.length;
    const error = new AppError('captcha_no_balance', 'Recargue la cuenta.');
    expect(await lookup(consultacenso, url, fakeSolver({ kind: 'none', error }))).to.deep.equal({
      kind: 'failure',
      failure: 'captcha',
      detail: 'captcha_no_balance',
    });
    expect(simulator.lookups.length).to.equal(before);
  });

  it('is left alone without a solver, and the site says what it wants', async () => {
    const { url } = bench('/consultar/');
    expect(await lookup(consultacenso, url, noSolver)).to.include({ failure: 'captcha' });
  });

  it('does not keep a lookup from ending when the solver never answers', async () => {
    const { url } = bench('/consultar/');
    const stop = new AbortController();
    const solver: CaptchaSolver = {
      name: 'fake',
      solve: () => {
        stop.abort(new Error('the deadline'));
        return new Promise(() => {});
      },
    };
    const ended = await lookup(consultacenso, url, solver, stop.signal).catch(
      (error: Error) => error.message,
    );
    expect(ended).to.equal('the deadline');
  });

  it('gets its token without a sign that the page’s scripts can see', async function () {
    // rebrowser's binding stands in the page for a moment when a context begins, which a busy machine makes longer.
    this.retries(2);
    await lookup(consultacenso, site.url('watchful'), fakeSolver({ kind: 'token', token: TOKEN }));
    expect(JSON.parse(seen)).to.deep.equal({ token: TOKEN, touched: 0, globals: [] });
  });
});
