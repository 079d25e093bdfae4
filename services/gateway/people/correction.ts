import type { FieldErrors } from '../../../shared/errors.ts';

/** What was written to correct a person, and what is wrong with it. */
export interface CorrectionForm {
  what: 'cedula' | 'referrer';
  value: string;
  reason: string;
  fields: FieldErrors;
}
