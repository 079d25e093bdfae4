/** Lower case, without accents, white space (NBSP too) folded to single spaces: what texts are compared by. */
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();

/** As given but for white space and control characters: how a value of the official answer is stored. */
export const tidy = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
