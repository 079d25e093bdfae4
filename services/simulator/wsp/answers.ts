import type { Ending } from '../endings/endings.ts';
import { type AnswersByEnding, answerTo } from '../wire/answers-by-ending.ts';
import { blockPage } from '../wire/block-page.ts';
import {
  CAPTCHA_TEXT,
  MAINTENANCE_TEXT,
  notFoundText,
  SERVER_ERROR_TEXT,
  UPSTREAM_TEXT,
} from '../wire/official-texts.ts';
import { hasOtherSeenForm } from '../wire/other-seen-form.ts';
import { type Answer, text, wspMessage } from '../wire/reply.ts';
import { activeTable, cancelledTable } from './tables.ts';

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

/** How an ending looks on `POST /censo/consultar/`. */
export const wspAnswer = (ending: Ending): Answer => answerTo(ending, ANSWERS);
