/** What was written as the reason why somebody is erased, and what is wrong with the form. */
export interface ErasureForm {
  reason?: string;
  error?: string;
  /** They did not say that they know what they do. */
  unconfirmed?: boolean;
}
