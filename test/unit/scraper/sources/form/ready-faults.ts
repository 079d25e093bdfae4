import { model } from './fake-page.ts';
import { type Fault, GATE, page, without } from './page-fault.ts';

const LIST = 'https://censo.example.com/back/api/elecciones';

/** Until the form is there. */
export const READY_FAULTS: readonly Fault[] = [
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
];
