import { DATA } from '../../../../support/official/consultacenso.ts';
import { ACTIVE, CEDULA, type Fixture, OTHER_CEDULA } from '../../../../support/official/fixture.ts';
import {
  CAPTCHA_TEXT,
  MAINTENANCE_TEXT,
  NOT_FOUND_TEXT,
  TROUBLES,
  UPSTREAM_TEXT,
} from '../../../../support/official/words.ts';

const refused = (error: string): string => JSON.stringify({ ok: false, error });

export const MESSAGES: readonly Fixture[] = [
  {
    what: 'not found',
    origin: 'seen',
    body: JSON.stringify({ ok: true, encontrado: false, mensaje: NOT_FOUND_TEXT }),
    means: { kind: 'not_found' },
  },
  {
    what: 'not found as an error',
    origin: 'guessed',
    body: refused(NOT_FOUND_TEXT),
    means: { kind: 'not_found' },
  },
  {
    what: 'not found, in capitals and with dots in the number',
    origin: 'guessed',
    body: refused(NOT_FOUND_TEXT.replace(CEDULA, '1.020.304.050').toUpperCase()),
    means: { kind: 'not_found' },
  },
  {
    what: 'not found, of somebody else',
    origin: 'guessed',
    body: refused(NOT_FOUND_TEXT.replace(CEDULA, OTHER_CEDULA)),
    means: 'wrong_person',
  },
  { what: 'the captcha was missing', origin: 'seen', body: refused(CAPTCHA_TEXT), means: 'captcha' },
  { what: 'maintenance', origin: 'seen', body: refused(MAINTENANCE_TEXT), means: 'maintenance' },
  { what: 'the upstream was too slow', origin: 'seen', body: refused(UPSTREAM_TEXT), means: 'network' },
  {
    what: 'the security event',
    origin: 'guessed',
    body: refused('Se presentó un evento de seguridad.'),
    means: 'blocked',
  },
  ...TROUBLES.map(
    ([words, means, origin]): Fixture => ({
      what: `ok:false, «${words}»`,
      origin,
      body: refused(words),
      means,
    }),
  ),
  {
    what: 'ok:false, in words that nobody has seen',
    origin: 'guessed',
    body: refused('Vuelva pronto.'),
    means: 'blocked',
  },
  { what: 'ok as a word', origin: 'guessed', body: '{"ok":"false","error":"x"}', means: 'blocked' },
  { what: 'ok as a number', origin: 'guessed', body: '{"ok":0,"error":"x"}', means: 'blocked' },
  { what: 'ok:false without a word', origin: 'guessed', body: '{"ok":false}', means: 'blocked' },
  {
    what: 'ok:true, «Demasiadas solicitudes»',
    origin: 'guessed',
    body: JSON.stringify({ ok: true, encontrado: false, mensaje: 'Demasiadas solicitudes' }),
    means: 'blocked',
  },
  {
    what: 'ok:true, in words that nobody has seen',
    origin: 'guessed',
    body: JSON.stringify({ ok: true, encontrado: false, mensaje: 'Vuelva pronto.' }),
    means: 'unrecognised',
  },
  {
    what: 'another shape of a refusal',
    origin: 'guessed',
    body: '{"success":false,"message":"Vuelva pronto."}',
    means: 'blocked',
  },
  {
    what: 'another shape, with the upstream’s words',
    origin: 'guessed',
    body: '{"error":{"message":"Ocurrió un error al procesar su solicitud"}}',
    means: 'network',
  },
  { what: 'no message', origin: 'guessed', body: '{"ok":true,"encontrado":false}', means: 'unrecognised' },
  {
    what: 'HTML of an active answer in place of the JSON',
    origin: 'guessed',
    body: `<table id='consulta'><tr>${Object.values(DATA)
      .map(
        (value, index) =>
          `<td data-th='${['NUIP', 'DEPARTAMENTO', 'MUNICIPIO', 'PUESTO', 'DIRECCIÓN', 'MESA'][index]}'>${value}</td>`,
      )
      .join('')}</tr></table>`,
    means: ACTIVE,
  },
  {
    what: 'the other page’s JSON',
    origin: 'guessed',
    body: JSON.stringify({ success: true, data: { message: NOT_FOUND_TEXT } }),
    means: 'unrecognised',
  },
];
