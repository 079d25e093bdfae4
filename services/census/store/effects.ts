/**
 * What may follow a commit. `publish`: what it announced goes to the bus now rather than at the relay's next poll. `feed`: a
 * lookup has ended or a batch has changed, and the next members may wait for theirs. `wake`: something became due, and a
 * scraper that rests may look now. Each may be lost: what missed it finds the row by looking.
 */
export type Effect = 'publish' | 'feed' | 'wake';

/** Declares what follows a commit that has happened. */
export type After = (effects: readonly Effect[]) => void;

export interface Effects {
  after: After;
  /** Says how it is done from now on; before, it is not. */
  on(effect: Effect, work: () => void): void;
  /**
   * Does a write, and what follows its commit. Nothing follows one that throws.
   *
   * @returns what the write answers; null when it has nothing to say, as actions do
   */
  write<T>(effects: readonly Effect[], work: () => Promise<T>): Promise<Answer<T>>;
}

export type Answer<T> = T extends void ? null : T;

export const createEffects = (): Effects => {
  const works = new Map<Effect, () => void>();
  const after: After = (effects) => {
    for (const effect of effects) works.get(effect)?.();
  };
  return {
    after,
    on: (effect, work) => void works.set(effect, work),
    async write<T>(effects: readonly Effect[], work: () => Promise<T>) {
      const answer = await work();
      after(effects);
      // TypeScript does not know that undefined is what `void` is at run time.
      return (answer ?? null) as Answer<T>;
    },
  };
};
