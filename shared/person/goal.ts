import { NO_LABEL } from './text/label.ts';
import { isTooLongForNumber } from './text/length.ts';
import { bareNumber, numberText } from './text/number-text.ts';
import { readWhole } from './written-number.ts';

const GOAL_MAX = 100_000;

/** Says in Spanish why a number of people to refer is refused, or null when it may be used. */
export const goalProblem = (text: string): string | null => {
  const digits = normaliseGoal(text);
  const goal = Number(digits);
  return !isTooLongForNumber(digits) && /^\d+$/.test(digits) && goal >= 1 && goal <= GOAL_MAX
    ? null
    : 'Escriba un número de 1 a 100.000, sin decimales.';
};

/** Digits only, without signs of thousands; what is no whole number, or too long for one, stays as it is. */
export const normaliseGoal = (text: string): string => {
  if (isTooLongForNumber(text)) return text;
  const number = readWhole(bareNumber(numberText(text), NO_LABEL));
  return number.kind === 'whole' ? number.digits : text;
};
