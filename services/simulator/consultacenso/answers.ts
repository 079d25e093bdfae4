import type { Cancellation, Ending, EndingNamed } from '../endings/endings.ts';
import { type AnswersByEnding, answerTo } from '../wire/answers-by-ending.ts';
import { blockPage } from '../wire/block-page.ts';
import {
  CAPTCHA_TEXT,
  disabledText,
  MAINTENANCE_TEXT,
  notFoundText,
  SERVER_ERROR_TEXT,
  UPSTREAM_TEXT,
} from '../wire/official-texts.ts';
import { type Answer, json, text } from '../wire/reply.ts';
import { foundData, mapOf } from './found-data.ts';

/** Found: the envelope, `data`'s keys and `mapa` seen. */
const found = (ending: EndingNamed<'active' | 'anotherPerson'>): Answer =>
  json({ ok: true, encontrado: true, data: foundData(ending), mapa: mapOf(ending.place) });

/** Cancelled: the envelope seen, `data` with the table's columns guessed. */
const cancelled = ({ nuip, cancellation }: { nuip: string; cancellation: Cancellation }): Answer => {
  const { novedad, resolucion, fechaNovedad } = cancellation;
  return json({
    ok: true,
    encontrado: false,
    novedad: true,
    mensaje: disabledText(nuip),
    descripcion: novedad,
    data: { nuip, novedad, resolucion, fecha_novedad: fechaNovedad },
  });
};

const ANSWERS: AnswersByEnding = {
  active: found,
  anotherPerson: found,
  cancelledByDeath: cancelled,
  cancelledOtherwise: cancelled,
  notFound: ({ nuip }) => json({ ok: true, encontrado: false, mensaje: notFoundText(nuip) }),
  blocked: blockPage,
  hangs: () => 'silence',
  maintenance: () => json({ ok: false, error: MAINTENANCE_TEXT }),
  serverError: () => text(SERVER_ERROR_TEXT, 500),
  failsOnce: () => json({ ok: false, error: UPSTREAM_TEXT }),
  captchaDemanded: () => json({ ok: false, error: CAPTCHA_TEXT }),
};

/** How an ending looks on `POST /back/api/consulta`. */
export const consultacensoAnswer = (ending: Ending): Answer => answerTo(ending, ANSWERS);
