/** So many questions are on their way at once: one that is slow holds up the next, not all. */
const AT_ONCE = 2;

interface Wanted<V> {
  answer: Promise<V | undefined>;
  resolve(value: V | undefined): void;
  reject(error: unknown): void;
}

/**
 * Asks about many in one question: what is wanted in the same turn, or while questions are on their way, goes with the
 * next one. Alone nobody waits; a thousand who come at once are a few questions.
 *
 * @param most that one question may be about
 * @param ask answers by key; a key that is missing has no answer
 */
export const gathered = <V>(
  most: number,
  ask: (keys: string[]) => Promise<ReadonlyMap<string, V>>,
): ((key: string) => Promise<V | undefined>) => {
  const wanted = new Map<string, Wanted<V>>();
  let asking = 0;

  const askNext = async (): Promise<void> => {
    const some = [...wanted.entries().take(most)];
    for (const [key] of some) wanted.delete(key);
    try {
      const found = await ask(some.map(([key]) => key));
      for (const [key, { resolve }] of some) resolve(found.get(key));
    } catch (error) {
      for (const [, { reject }] of some) reject(error);
    }
  };
  const begin = async (): Promise<void> => {
    while (wanted.size > 0) await askNext();
    asking -= 1;
  };

  return (key) => {
    const known = wanted.get(key);
    if (known !== undefined) return known.answer;
    const { promise: answer, resolve, reject } = Promise.withResolvers<V | undefined>();
    wanted.set(key, { answer, resolve, reject });
    if (asking < AT_ONCE) {
      asking += 1;
      setImmediate(begin);
    }
    return answer;
  };
};
