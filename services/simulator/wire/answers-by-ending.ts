import type { Ending, EndingName, EndingNamed } from '../endings/endings.ts';
import type { Answer } from './reply.ts';

/** How each ending looks on one profile's wire. An ending without an entry does not compile. */
export type AnswersByEnding = { readonly [Name in EndingName]: (ending: EndingNamed<Name>) => Answer };

/** The answer that a profile's map gives to an ending. */
export const answerTo = (ending: Ending, answers: AnswersByEnding): Answer => {
  // A cast: the compiler cannot see that the entry under an ending's name takes exactly that ending.
  const answer = answers[ending.name] as (ending: Ending) => Answer;
  return answer(ending);
};
