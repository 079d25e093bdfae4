import { type AnswersByEnding, answerTo } from '../answers-by-ending.ts';
import { blockPage } from '../block-page.ts';
import type { Ending } from '../endings.ts';
import {
  CAPTCHA_TEXT,
  MAINTENANCE_TEXT,
  notFoundText,
  SERVER_ERROR_TEXT,
  UPSTREAM_TEXT,
} from '../official-texts.ts';
import { hasOtherSeenForm } from '../other-seen-form.ts';
import { type Answer, phpJson, type Reply, text } from '../reply.ts';
import { activeTable, cancelledTable } from './tables.ts';

/** How an ending looks on `POST /censo/consultar/`. */
export function wspAnswer(ending: Ending): Answer {
  return answerTo(ending, ANSWERS);
}

/** The envelope `{success, data:{message}, reload?}` with escaped slashes (seen). `message` is HTML or text. */
export function wspMessage(success: boolean, message: string, extra: { reload?: true } = {}): Reply {
  return phpJson({ success, data: { message }, ...extra });
}

const ANSWERS: AnswersByEnding = {
  active: (ending) => wspMessage(true, activeTable(ending)),
  anotherPerson: (ending) => wspMessage(true, activeTable(ending)),
  cancelledByDeath: (ending) => wspMessage(true, cancelledTable(ending)),
  cancelledOtherwise: (ending) => wspMessage(true, cancelledTable(ending)),
  // Seen with either value of `success`.
  notFound: ({ nuip }) => wspMessage(!hasOtherSeenForm(nuip), notFoundText(nuip)),
  blocked: blockPage,
  hangs: () => 'silence',
  maintenance: () => wspMessage(false, MAINTENANCE_TEXT),
  serverError: () => text(SERVER_ERROR_TEXT, 500),
  failsOnce: () => wspMessage(false, UPSTREAM_TEXT),
  captchaDemanded: () => wspMessage(false, CAPTCHA_TEXT),
};
