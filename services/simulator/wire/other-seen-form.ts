/**
 * Some facts were seen in two forms: the case of `data`'s keys, and `success` of a person who is not found. The third
 * digit from the end chooses, so that a tester can have either: even the usual form, odd the other one.
 */
export const hasOtherSeenForm = (cedula: string): boolean => Number(cedula.at(-3) ?? 0) % 2 === 1;
