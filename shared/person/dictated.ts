/** Nobody dictates longer groups: what follows one is something else, `1020304 5`. */
const LONGEST = 4;

/**
 * Joins digits that were typed in groups as they are dictated: `10 20 30 40 50`, `1020 304 050`, `102 030 4050`. Only
 * regular groups are one number: in `79 180 867 00` the last is set apart.
 *
 * @returns the digits, or null
 */
export const readDictated = (text: string): string | null => {
  if (!/^\d+(?: \d+)+$/.test(text)) return null;
  const [first = 0, ...rest] = text.split(' ').map(({ length }) => length);
  const [usual = 0] = rest;
  const last = rest.at(-1) ?? 0;
  const isRegular =
    rest.slice(0, -1).every((length) => length === usual) && (last === usual || last === usual + 1);
  const areSingle = first === 1 && usual === 1 && last === 1;
  const fits = Math.max(first, last) <= LONGEST && (areSingle || usual > 1);
  return isRegular && fits ? text.replaceAll(' ', '') : null;
};
