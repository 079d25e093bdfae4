import type { FieldErrors } from '../../../shared/errors.ts';

/** Puts refused fields under the names that a form has for them. */
export const renameFields = (fields: FieldErrors, names: Readonly<Record<string, string>>): FieldErrors =>
  Object.fromEntries(Object.entries(fields).map(([name, message]) => [names[name] ?? name, message]));
