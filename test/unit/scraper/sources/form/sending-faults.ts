import { ANSWER } from '../../../../support/official/form-page.ts';
import { type FakeRequest, model } from './fake-page.ts';
import { type Fault, GATE, page, without } from './page-fault.ts';

const QUERY = 'https://censo.example.com/back/api/consulta';

export const answered: FakeRequest = { url: QUERY, method: 'POST', afterMs: 100, body: ANSWER };

/** From the moment at which the form is there. */
export const SENDING_FAULTS: readonly Fault[] = [
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
    /^submit: div#consent\.modal\.show lies over the form$/,
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
