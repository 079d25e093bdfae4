/**
 * What may follow a commit, each under the name that its service has for it: to publish what was announced now rather than
 * at the next poll, to wake who rests. Each may be lost: what missed it finds the row by looking.
 */
export interface Effects<E extends string> {
  /** Declares what follows a commit that has happened. */
  after(effects: readonly E[]): void;
  /** Says how it is done from now on; before, it is not. */
  on(effect: E, work: () => void): void;
  /** Does a write, and what follows its commit. Nothing follows one that throws. */
  write<T>(effects: readonly E[], work: () => Promise<T>): Promise<T>;
}

export const createEffects = <E extends string>(): Effects<E> => {
  const works = new Map<E, () => void>();
  const after = (effects: readonly E[]): void => {
    for (const effect of effects) works.get(effect)?.();
  };
  return {
    after,
    on: (effect, work) => void works.set(effect, work),
    async write(effects, work) {
      const answer = await work();
      after(effects);
      return answer;
    },
  };
};
