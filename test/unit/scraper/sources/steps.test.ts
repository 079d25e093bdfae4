import { expect } from 'chai';
import { noSolver } from '../../../../services/scraper/captcha/none.ts';
import { consultacenso } from '../../../../services/scraper/sources/consultacenso/consultacenso.ts';
import { PATIENCE } from '../../../../services/scraper/sources/patience.ts';
import type { FailureKind, Outcome } from '../../../../shared/contract/outcome.ts';
import { ANSWER, TABLE } from '../hostile/hostile-site.ts';
import { VirtualTime } from '../pace/virtual-time.ts';
import { type FakeModel, type FakeRequest, fakePage, model } from './fake-page.ts';
import { ACTIVE, CEDULA } from './fixture.ts';

const LIST = 'https://censo.example.com/back/api/elecciones';
const QUERY = 'https://censo.example.com/back/api/consulta';
const answered: FakeRequest = { url: QUERY, method: 'POST', afterMs: 100, body: ANSWER };

const GATE =
  '<html><head><title>Just a moment...</title></head><body><p>x</p><script>1</script></body></html>';
const page = (body: string) =>
  `<html><head><title>Consulta</title><script src="/app.js"></script></head><body>${body}</body></html>`;

/** The form's elements without some of them. */
const without =
  (...missing: string[]): FakeModel['count'] =>
  (selector) =>
    missing.some((part) => selector.includes(part)) ? 0 : model().count(selector, 0);

const run = async (changes: Partial<FakeModel>) => {
  const virtual = new VirtualTime();
  const fake = fakePage(virtual, model({ onPress: [answered], ...changes }));
  if (consultacenso.via !== 'browser') throw new Error('no form');
  const source = consultacenso.open({ ...fake, solver: noSolver });
  const outcome = await virtual.run(source.lookup(CEDULA, new AbortController().signal));
  return { outcome, ms: fake.tookMs(), kept: fake.kept, pressedAt: fake.pressedAt() };
};

describe('A lookup’s steps', () => {
  it('lead to the answer in as long as the page takes, and the wait for a late widget', async () => {
    const { outcome, ms } = await run({});
    expect(outcome).to.deep.equal(ACTIVE);
    expect(ms).to.be.below(2_500);
  });

  it('have bounds that are less than the whole lookup has, all together', () => {
    const { openMs, readyMs, fillMs, tokenMs, submitMs, answerMs } = PATIENCE;
    expect(openMs + readyMs + fillMs + tokenMs + submitMs + answerMs).to.be.at.most(110_000);
  });

  const ends: [
    what: string,
    changes: Partial<FakeModel>,
    kind: FailureKind,
    detail: RegExp,
    withinS: number,
  ][] = [
    ['the page never loads', { visit: { url: LIST, type: 'document' } }, 'timeout', /^open: /, 22],
    [
      'the input has another id',
      { count: without('#documento'), html: () => page('<form><input id="cedula"></form>') },
      'page_changed',
      /^ready: no #consultaForm #documento/,
      8,
    ],
    [
      'the form is inside an iframe',
      { count: () => 0, html: () => page('<h1>Consulta</h1><iframe src="/form"></iframe>') },
      'page_changed',
      /^ready: no #consultaForm/,
      8,
    ],
    [
      'the form is gone, without a script',
      {
        count: () => 0,
        html: () => '<html><body><h1>Consulta</h1><form><input id="x"></form></body></html>',
      },
      'page_changed',
      /^ready: /,
      4,
    ],
    [
      'the page’s script is still on its way',
      {
        count: () => 0,
        html: () => page('<div id="app">Cargando</div>'),
        onOpen: [{ url: LIST, type: 'script' }],
      },
      'timeout',
      /^ready: .*on their way/,
      17,
    ],
    [
      'there is no option 0',
      {
        count: (selector) =>
          /value="0"/.test(selector) ? 0 : /option$/.test(selector) ? 3 : model().count(selector, 0),
      },
      'page_changed',
      /^ready: no option 0 in #consultaForm #eleccion, which has 3/,
      6,
    ],
    [
      'the list of elections answers 500',
      { count: without('option'), onOpen: [{ url: LIST, afterMs: 100, status: 500, body: '{"ok":false}' }] },
      'page_changed',
      /^ready: no option 0 .*elecciones \(HTTP 500\)/,
      6,
    ],
    [
      'the list of elections is behind a gateway that answers 504',
      {
        count: without('option'),
        onOpen: [{ url: LIST, afterMs: 100, status: 504, body: 'Gateway Time-out' }],
      },
      'network',
      /elecciones \(HTTP 504\)/,
      6,
    ],
    [
      'the list of elections is refused with a challenge',
      { count: without('option'), onOpen: [{ url: LIST, afterMs: 100, status: 403, body: GATE }] },
      'blocked',
      /elecciones/,
      6,
    ],
    [
      'the list of elections says that there is work on the site',
      {
        count: without('option'),
        onOpen: [
          { url: LIST, afterMs: 100, status: 500, body: '{"ok":false,"error":"Labores de mantenimiento"}' },
        ],
      },
      'maintenance',
      /elecciones/,
      6,
    ],
    [
      'the list of elections refuses with 200',
      {
        count: without('option'),
        onOpen: [{ url: LIST, afterMs: 100, body: '{"ok":false,"error":"Demasiadas solicitudes"}' }],
      },
      'blocked',
      /elecciones/,
      6,
    ],
    [
      'the connection of the list breaks',
      { count: without('option'), onOpen: [{ url: LIST, afterMs: 100, breaks: true }] },
      'network',
      /elecciones broke off/,
      6,
    ],
    [
      'the list of elections never answers',
      { count: without('option'), onOpen: [{ url: LIST }] },
      'timeout',
      /^ready: .*on their way/,
      17,
    ],
    [
      'another widget stands where the list was',
      { count: without('#eleccion') },
      'page_changed',
      /^ready: no #consultaForm #eleccion on the page/,
      6,
    ],
    [
      'the field is locked',
      { allows: (act) => act !== 'fill' },
      'page_changed',
      /^fill: #consultaForm #documento does not take the number/,
      8,
    ],
    [
      'the field cuts the number',
      { value: (selector) => (/#documento$/.test(selector) ? '10203' : '') },
      'page_changed',
      /^fill: #consultaForm #documento does not take/,
      8,
    ],
    [
      'the list is locked',
      { allows: (act) => act !== 'select' },
      'page_changed',
      /^fill: #consultaForm #eleccion does not let choose/,
      8,
    ],
    [
      'a consent box lies over the form',
      {
        allows: (act) => act !== 'press',
        log: '  - <p>Usamos cookies</p> from <div id="consent" class="modal show">…</div> subtree intercepts pointer events',
      },
      'page_changed',
      /^submit: p lies over the form$/,
      15,
    ],
    [
      'a notice lies over the form',
      {
        allows: (act) => act !== 'press',
        log: '  - <div id="aviso" class="velo alto">…</div> intercepts pointer events',
      },
      'page_changed',
      /^submit: div#aviso\.velo\.alto lies over the form$/,
      15,
    ],
    [
      'the button is locked',
      { allows: (act) => act !== 'press' },
      'page_changed',
      /^submit: #submitBtn cannot be pressed$/,
      15,
    ],
    [
      'there is no button',
      { count: without('#submitBtn') },
      'page_changed',
      /^submit: no #submitBtn on the page$/,
      15,
    ],
    ['nothing is sent', { onPress: [] }, 'page_changed', /^submit: nothing was sent$/, 15],
    [
      'nothing is sent because the captcha is empty',
      { onPress: [], count: (selector) => (/turnstile/.test(selector) ? 1 : model().count(selector, 0)) },
      'captcha',
      /captcha$/,
      25,
    ],
    [
      'the question goes to another address, and nothing is shown',
      { onPress: [{ url: 'https://censo.example.com/api/v2', method: 'POST', afterMs: 100 }] },
      'page_changed',
      /^answer: nothing is shown/,
      16,
    ],
    [
      'no answer comes',
      { onPress: [{ url: QUERY, method: 'POST' }] },
      'timeout',
      /^answer: none within 40000 ms$/,
      45,
    ],
    [
      '«Consultando…» stays while no answer comes',
      {
        onPress: [{ url: QUERY, method: 'POST' }],
        count: (selector) => (selector === '#resultado' ? 1 : model().count(selector, 0)),
        inside: (_selector, at) => (at > 1_900 ? 'Consultando…' : ''),
      },
      'timeout',
      /^answer: none within 40000 ms$/,
      45,
    ],
    [
      'the query is refused with a challenge',
      { onPress: [{ ...answered, status: 403, body: GATE }] },
      'blocked',
      /HTTP 403/,
      4,
    ],
    [
      'the query is refused, which only a header says',
      { onPress: [{ ...answered, status: 503, body: 'x', headers: { 'cf-mitigated': 'challenge' } }] },
      'blocked',
      /HTTP 503/,
      4,
    ],
    [
      'the query must come back later',
      { onPress: [{ ...answered, status: 503, body: 'x', headers: { 'retry-after': '60' } }] },
      'blocked',
      /HTTP 503/,
      4,
    ],
    [
      'a gateway answers the query',
      { onPress: [{ ...answered, status: 504, body: 'x' }] },
      'network',
      /HTTP 504/,
      4,
    ],
    [
      'a challenge stands in place of the page',
      {
        count: () => 0,
        html: (at) => GATE.replace('x', String(at)),
        visit: { ...model().visit, status: 403 },
      },
      'blocked',
      /HTTP 403/,
      9,
    ],
    [
      'work on the site is all that the page tells',
      { count: () => 0, html: () => page('<h1>Estamos en labores de mantenimiento</h1>') },
      'maintenance',
      /./,
      6,
    ],
    [
      'the page’s title says that it is being built',
      {
        count: () => 0,
        html: () =>
          page(`<form><input id="q"></form>${'relleno '.repeat(200)}`).replace(
            'Consulta',
            'Sitio en construcción',
          ),
      },
      'maintenance',
      /./,
      6,
    ],
    [
      'a gateway answers in place of the page',
      { count: () => 0, html: () => page('<p>nginx</p>'), visit: { ...model().visit, status: 502 } },
      'network',
      /HTTP 502/,
      8,
    ],
  ];
  for (const [what, changes, kind, detail, withinS] of ends) {
    it(`end with ${kind} within ${withinS} s when ${what}`, async () => {
      const { outcome, ms, kept } = await run(changes);
      expect(told(outcome), JSON.stringify(outcome)).to.equal(kind);
      expect(outcome).to.have.property('detail').that.matches(detail);
      expect(ms / 1_000, 's').to.be.below(withinS);
      if (kind === 'page_changed') expect(kept.length, 'evidence').to.be.greaterThan(0);
    });
  }

  it('take an answer that is shown after a query to another address', async () => {
    const { outcome } = await run({
      onPress: [{ url: 'https://censo.example.com/api/v2', method: 'POST', afterMs: 100 }],
      count: (selector) => (selector === '#resultado' ? 1 : model().count(selector, 0)),
      inside: (_selector, at) => (at > 3_000 ? TABLE : ''),
    });
    expect(outcome).to.deep.equal(ACTIVE);
  });

  it('wait for a notice that goes away by itself', async () => {
    const { outcome } = await run({ allows: (act, at) => act !== 'press' || at > 6_000 });
    expect(outcome).to.deep.equal(ACTIVE);
  });

  it('wait for a gate that lets in by itself', async () => {
    const { outcome } = await run({
      count: (selector, at) => (at > 4_000 ? model().count(selector, at) : 0),
      html: () => GATE,
    });
    expect(outcome).to.deep.equal(ACTIVE);
  });

  describe('with a widget that fills itself', () => {
    const widget = (
      field: string,
      filledAt: number,
      { appearsAt = 0, announced = '' }: { appearsAt?: number; announced?: string } = {},
    ): Partial<FakeModel> => ({
      count: (selector, at) => {
        if (selector === announced) return 1;
        return selector === `[name="${field}"]` && at >= appearsAt ? 1 : model().count(selector, at);
      },
      value: (selector, at) => (selector.includes(field) && at >= filledAt ? 'a-token' : ''),
    });
    for (const field of ['cf-turnstile-response', 'g-recaptcha-response', 'h-captcha-response']) {
      it(`wait for ${field} before they send`, async () => {
        const { outcome, pressedAt } = await run(widget(field, 4_000));
        expect(outcome).to.deep.equal(ACTIVE);
        expect(pressedAt).to.be.within(4_000, 4_500);
      });
    }

    it('wait for one that comes late', async () => {
      const { pressedAt } = await run(widget('cf-turnstile-response', 5_000, { appearsAt: 1_000 }));
      expect(pressedAt).to.be.within(5_000, 5_500);
    });

    it('wait for one whose script alone is there', async () => {
      const announced = 'script[src*="challenges.cloudflare.com/turnstile"]';
      const { pressedAt } = await run(
        widget('cf-turnstile-response', 8_000, { appearsAt: 7_000, announced }),
      );
      expect(pressedAt).to.be.within(8_000, 8_500);
    });

    it('send without it when it stays empty', async () => {
      const { outcome, pressedAt } = await run(widget('cf-turnstile-response', Number.POSITIVE_INFINITY));
      expect(outcome).to.deep.equal(ACTIVE);
      expect(pressedAt).to.be.within(PATIENCE.tokenMs, PATIENCE.tokenMs + 1_500);
    });
  });
});

const told = (outcome: Outcome): string => (outcome.kind === 'failure' ? outcome.failure : outcome.kind);
