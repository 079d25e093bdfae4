import { counted, formatNumber, formatShare } from '../ui/format.ts';

/** How far somebody has come towards their goal. */
export interface Goal {
  referred: number;
  goal: number;
  isReached: boolean;
  /** "300 de 350 personas" and "85,7%". */
  words: string;
  share: string;
  /** What is left, or what is to be celebrated. */
  rest: string;
}

export const presentGoal = (referred: number, goal: number): Goal => {
  const left = goal - referred;
  return {
    ...{ referred, goal, isReached: left <= 0 },
    words: `${formatNumber(referred)} de ${counted(goal, 'persona', 'personas')}`,
    share: formatShare(referred, goal),
    rest: left <= 0 ? beyond(-left) : left === 1 ? 'Falta 1.' : `Faltan ${formatNumber(left)}.`,
  };
};

const beyond = (more: number): string =>
  more === 0 ? '¡Meta cumplida!' : `¡Meta cumplida, con ${formatNumber(more)} de más!`;
