import type { Fixture } from '../../../../support/official/fixture.ts';
import { MAINTENANCE_TEXT, UPSTREAM_TEXT } from '../../../../support/official/words.ts';

export const page = (body: string, script = ''): string =>
  `<!DOCTYPE html><html lang="es"><head><title>Consulta</title><script>${script}</script></head><body>${body}</body></html>`;

/** Cloudflare's, cut to what matters; its form is not the page's. */
const GATE_PAGE = `<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body><div class="main-wrapper">
  <h1>consultacenso.example.com</h1><p>Enable JavaScript and cookies to continue</p>
  <form id="challenge-form" method="POST"><input type="hidden" name="md" value="x"></form></div>
  <script>window._cf_chl_opt={cvId:'3'};</script></body></html>`;

/** Pages that refuse a visitor, or say that there is work on the site. */
export const GATES: readonly Fixture[] = [
  {
    what: 'a block page',
    origin: 'seen',
    body: page('<div class="blocked"><h3>Su acceso ha sido bloqueado</h3></div>'),
    means: 'blocked',
  },
  {
    what: 'a page that wants a login',
    origin: 'seen',
    body: page('<div class="authenticate"><h3>Verifique</h3></div>'),
    means: 'blocked',
  },
  {
    what: 'the security event of HTTP 500',
    origin: 'seen',
    body: page('<p>Lo sentimos, se presentó un evento de&nbsp;seguridad.</p>'),
    means: 'blocked',
  },
  {
    what: 'the firewall’s standard page',
    origin: 'guessed',
    body: page('The requested URL was rejected. Request Rejected<br>Your support ID is: 1234567890123456789'),
    means: 'blocked',
  },
  {
    what: 'a script challenge',
    origin: 'guessed',
    body: page('', 'window["bobcmn"] = "1";'),
    means: 'blocked',
  },
  {
    what: 'a script challenge of the other name',
    origin: 'guessed',
    body: page('', 'window.TSPD_101 = 1'),
    means: 'blocked',
  },
  {
    what: 'a maintenance page',
    origin: 'guessed',
    body: page(`<p>${MAINTENANCE_TEXT}</p>`),
    means: 'maintenance',
  },
  { what: 'the upstream’s error as plain text', origin: 'guessed', body: UPSTREAM_TEXT, means: 'network' },
  { what: 'the words of an HTTP 500', origin: 'guessed', body: 'Internal Server Error', means: 'network' },
  ...[500, 502, 503, 504].map(
    (status): Fixture => ({
      what: `a gateway’s HTTP ${status}`,
      origin: status === 504 ? 'seen' : 'guessed',
      body: page(`<center><h1>${status}</h1></center><hr><center>nginx</center>`),
      status,
      means: 'network',
    }),
  ),
  ...[403, 429, 503].map(
    (status): Fixture => ({
      what: `a challenge with HTTP ${status}: "Just a moment"`,
      origin: 'guessed',
      body: GATE_PAGE,
      status,
      means: 'blocked',
    }),
  ),
  { what: 'a challenge with HTTP 200', origin: 'guessed', body: GATE_PAGE, means: 'blocked' },
  {
    what: 'a challenge in Spanish, by its title alone',
    origin: 'guessed',
    body: '<html><head><title>Un momento…</title></head><body><div></div></body></html>',
    status: 403,
    means: 'blocked',
  },
  {
    what: 'labores de mantenimiento, as a page',
    origin: 'seen',
    body: page('<h1>Estamos en labores de mantenimiento</h1><p>Volveremos pronto.</p>'),
    means: 'maintenance',
  },
  {
    what: 'en construcción, as a page',
    origin: 'seen',
    body: page('<h2>Sitio en construcción</h2>'),
    means: 'maintenance',
  },
];
