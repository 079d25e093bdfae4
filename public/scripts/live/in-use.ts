/**
 * The keys of what is shown, and of all that is to stand in it once it is exchanged.
 *
 * @param shown what the page shows
 * @param inside what stands directly in what came last for a key
 */
export const inUse = (shown: Iterable<string>, inside: (key: string) => readonly string[]): Set<string> => {
  const used = new Set<string>();
  const waiting = [...shown];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (used.has(key)) continue;
    used.add(key);
    waiting.push(...inside(key));
  }
  return used;
};
