import { expect } from 'chai';
import { noSolver } from '../../services/scraper/captcha/none.ts';
import type {
  CaptchaChallenge,
  CaptchaSolution,
  CaptchaSolver,
} from '../../services/scraper/captcha/solver.ts';
import {
  consultacenso,
  consultacensoProfile,
} from '../../services/scraper/sources/consultacenso/consultacenso.ts';
import { createFormSource } from '../../services/scraper/sources/form/form-source.ts';
import { PATIENCE } from '../../services/scraper/sources/form/patience.ts';
import type { SourcePlugin } from '../../services/scraper/sources/source.ts';
import { AppError } from '../../shared/errors.ts';
import { useBench } from '../source-kit/bench.ts';
import { CEDULA } from '../support/official/fixture.ts';
import { ANSWER, formPage } from '../support/official/form-page.ts';
import { type Behaviour, html, json, useHostileSite } from './hostile/hostile-site.ts';

const TOKEN = `0.token"'<>`;
/** The simulator demands a captcha of cédulas that end like this. */
const DEMANDED = '1020304210';

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

const FIELDS = { turnstile: 'cf-turnstile', recaptcha_v2: 'g-recaptcha' } as const;

/** The form with a widget, which sends what its field holds. */
const formWith = (kind: keyof typeof FIELDS, script = '', more = ''): string =>
  formPage(
    `<div class="${FIELDS[kind]}" data-sitekey="key-of-${kind}"></div><input type="hidden" name="${FIELDS[kind]}-response">
     <script>${script}</script>`,
    `document.querySelector('form').addEventListener('submit', (event) => {
      event.preventDefault();
      const token = document.querySelector('[name$=-response]').value;
      fetch('../back/api/consulta', { method: 'POST', body: JSON.stringify({ token${more} }) });
    });`,
  );

/** Counts what a page's script can see of who fills its hidden field. */
const WATCH = `
  let touched = 0;
  const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
  Object.defineProperty(HTMLInputElement.prototype, 'value', {
    ...own, set(value) { touched += 1; own.set.call(this, value); } });
  const before = new Set(Object.getOwnPropertyNames(window));`;
const WATCHED = `, touched, globals: Object.getOwnPropertyNames(window).filter((name) => !before.has(name))`;
const FILL = `setTimeout(() => { document.querySelector('[name$=-response]').value = 'its own'; }, 1200);`;

/** A widget that has not filled itself by then never will. */
const IMPATIENT = createFormSource(consultacensoProfile, { ...PATIENCE, tokenMs: 300 });

describe('A captcha on the form', () => {
  const bench = useBench();
  let sent: unknown[] = [];
  beforeEach(() => {
    sent = [];
  });
  const behaviourOf = (page: string): Behaviour => ({
    visit: html(page),
    query: async (request, response) => {
      sent.push(JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString()));
      json(ANSWER)(request, response);
    },
  });
  const site = useHostileSite({
    turnstile: behaviourOf(formWith('turnstile')),
    recaptcha_v2: behaviourOf(formWith('recaptcha_v2')),
    filling: behaviourOf(formWith('turnstile', FILL)),
    watchful: behaviourOf(formWith('turnstile', WATCH, WATCHED)),
  });

  const lookup = (
    plugin: SourcePlugin,
    { url, cedula = CEDULA }: { url: string; cedula?: string },
    solver: CaptchaSolver,
    signal = AbortSignal.timeout(25_000),
  ) =>
    bench('').withPage(async (page) => {
      if (plugin.via !== 'browser') throw new Error('no form');
      return plugin.open({ page, url, solver, keep: () => {} }).lookup(cedula, signal);
    });

  for (const kind of ['turnstile', 'recaptcha_v2'] as const) {
    it(`of ${kind} is given to the solver, and its token to the page`, async () => {
      const url = site.url(kind);
      const solver = fakeSolver({ kind: 'token', token: TOKEN });
      expect(await lookup(IMPATIENT, { url }, solver)).to.include({ kind: 'active' });
      expect(solver.asked).to.deep.equal([{ kind, siteKey: `key-of-${kind}`, pageUrl: url }]);
      expect(sent).to.deep.equal([{ token: TOKEN }]);
    });
  }

  it('that fills itself is waited for, and its token is not replaced', async () => {
    const solver = fakeSolver({ kind: 'token', token: TOKEN });
    expect(await lookup(consultacenso, { url: site.url('filling') }, solver)).to.include({ kind: 'active' });
    expect(sent).to.deep.equal([{ token: 'its own' }]);
    expect(solver.asked).to.deep.equal([]);
  });

  it('that the solver cannot solve ends the lookup before the form is sent', async () => {
    const error = new AppError('captcha_no_balance', 'Recargue la cuenta.');
    const solver = fakeSolver({ kind: 'none', error });
    expect(await lookup(IMPATIENT, { url: site.url('turnstile') }, solver)).to.deep.equal({
      kind: 'failure',
      failure: 'captcha',
      detail: 'captcha_no_balance',
    });
    expect(sent).to.deep.equal([]);
  });

  it('is left alone without a solver, and the site says what it wants', async () => {
    const { url } = bench('/consultar/');
    expect(await lookup(consultacenso, { url, cedula: DEMANDED }, noSolver)).to.include({
      failure: 'captcha',
    });
  });

  it('does not keep a lookup from ending when the solver never answers', async () => {
    const stop = new AbortController();
    const solver: CaptchaSolver = {
      name: 'fake',
      solve: () => {
        stop.abort(new Error('the deadline'));
        return new Promise(() => {});
      },
    };
    const ended = await lookup(IMPATIENT, { url: site.url('turnstile') }, solver, stop.signal).catch(
      (error: Error) => error.message,
    );
    expect(ended).to.equal('the deadline');
  });

  it('gets its token without a sign that the page’s scripts can see', async function () {
    // rebrowser's binding stands in the page for a moment when a context begins, which a busy machine makes longer.
    this.retries(2);
    await lookup(IMPATIENT, { url: site.url('watchful') }, fakeSolver({ kind: 'token', token: TOKEN }));
    expect(sent).to.deep.equal([{ token: TOKEN, touched: 0, globals: [] }]);
  });
});
