import { CEDULA, type Fixture, OTHER_CEDULA } from '../../../../support/official/fixture.ts';
import {
  CAPTCHA_TEXT,
  MAINTENANCE_TEXT,
  NOT_FOUND_TEXT,
  TROUBLES,
  UPSTREAM_TEXT,
} from '../../../../support/official/words.ts';
import { answer, refusal } from './answers.ts';

export const MESSAGES: readonly Fixture[] = [
  {
    what: 'not found with success',
    origin: 'seen',
    body: answer(NOT_FOUND_TEXT),
    means: { kind: 'not_found' },
  },
  { what: 'not found without', origin: 'seen', body: refusal(NOT_FOUND_TEXT), means: { kind: 'not_found' } },
  {
    what: 'not found in an error box',
    origin: 'seen',
    body: refusal(`<div class='alert alert-danger'><p>${NOT_FOUND_TEXT}</p></div>`),
    means: { kind: 'not_found' },
  },
  {
    what: 'not found, with entities and NBSP',
    origin: 'guessed',
    body: answer(
      NOT_FOUND_TEXT.replace('número ', 'n&uacute;mero&nbsp;').replace('se encuentra', 'se\u00a0encuentra'),
    ),
    means: { kind: 'not_found' },
  },
  {
    what: 'not found, of somebody else',
    origin: 'guessed',
    body: answer(NOT_FOUND_TEXT.replace(CEDULA, OTHER_CEDULA)),
    means: 'wrong_person',
  },
  { what: 'the captcha was missing', origin: 'seen', body: refusal(CAPTCHA_TEXT), means: 'captcha' },
  { what: 'the upstream was too slow', origin: 'seen', body: refusal(UPSTREAM_TEXT), means: 'network' },
  { what: 'maintenance', origin: 'seen', body: refusal(MAINTENANCE_TEXT), means: 'maintenance' },
  {
    what: 'the session has expired',
    origin: 'seen',
    body: refusal('Recargue.', { reload: true }),
    means: 'network',
  },
  {
    what: 'the session has expired, beside words of an answer',
    origin: 'guessed',
    body: answer(NOT_FOUND_TEXT, { reload: true }),
    means: 'network',
  },
  {
    what: 'a block page inside the answer',
    origin: 'guessed',
    body: refusal("<div class='blocked'><h3>Bloqueado</h3></div>"),
    means: 'blocked',
  },
  {
    what: 'a script inside that says "no se encuentra en el censo"',
    origin: 'guessed',
    body: refusal('<script>var CHALLENGE = "no se encuentra en el censo";</script>Vuelva pronto.'),
    means: 'blocked',
  },
  ...TROUBLES.map(
    ([words, means, origin]): Fixture => ({
      what: `success:false, «${words}»`,
      origin,
      body: refusal(`<p>${words}</p>`),
      means,
    }),
  ),
  { what: 'success:false without words', origin: 'guessed', body: refusal(''), means: 'blocked' },
  {
    what: 'success:false, in words that nobody has seen',
    origin: 'guessed',
    body: refusal('Vuelva pronto.'),
    means: 'blocked',
  },
  {
    what: 'success:true, in words that nobody has seen',
    origin: 'guessed',
    body: answer('Vuelva pronto.'),
    means: 'unrecognised',
  },
  {
    what: 'the other page’s JSON',
    origin: 'guessed',
    body: JSON.stringify({ ok: true, encontrado: false, mensaje: NOT_FOUND_TEXT }),
    means: 'unrecognised',
  },
];
