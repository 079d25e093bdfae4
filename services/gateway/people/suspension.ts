/** What was written as the reason why somebody is kept out, and what is wrong with it. */
export interface SuspensionForm {
  reason?: string;
  error?: string;
}
