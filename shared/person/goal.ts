export const GOAL_MAX = 100_000;

/** Says in Spanish why a number of people to refer is refused, or null when it may be used. */
export const goalProblem = (text: string): string | null => {
  const digits = normaliseGoal(text);
  const goal = Number(digits);
  return /^\d+$/.test(digits) && goal >= 1 && goal <= GOAL_MAX
    ? null
    : 'Escriba un número de 1 a 100.000, sin decimales.';
};

/** Dots and spaces between thousands are left out. */
export const normaliseGoal = (text: string): string => text.replace(/[.\s]/g, '');
