/**
 * Lower case without accents, as hurried people type. The column `search_text` of accounts is made by the same rule in
 * SQL, in a released migration that names this file: change both or neither, and leave it where it is.
 */
export const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '');
