import type { Turn, TurnOptions } from './turn.ts';

/** Without locks each tab has a stream of its own while it is seen: a browser opens only six to one place. */
export const whileSeen = ({ gained, lost }: TurnOptions): Turn => {
  let holds = false;
  const leave = (): void => {
    if (holds) lost();
    holds = false;
  };
  const join = (): void => {
    if (holds || document.hidden) return;
    holds = true;
    gained();
  };
  document.addEventListener('visibilitychange', () => (document.hidden ? leave() : join()));
  join();
  return { leave, join, take: join };
};
