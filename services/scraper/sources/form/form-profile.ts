import type { Outcome } from '../../../../shared/contract/outcome.ts';

/**
 * Reads a body that answered a query.
 *
 * @param status its HTTP status, which decides nothing alone; 200 unless told
 */
export type ReadAnswer = (body: string, cedula: string, status?: number) => Outcome;

/** What differs between official pages that are a form. CSS selectors. */
export interface FormProfile {
  name: string;
  /** Hosts besides the target's own that the page loads parts from. */
  hosts: readonly string[];
  cedulaField: string;
  electionField: string;
  /** The election's value that means "where do I vote now". */
  currentPlace: string;
  submit: string;
  /** What the page shows its answer in; the first that has something counts. */
  regions: readonly string[];
  /** Is this the address of the page's own query? */
  isQuery(url: URL, page: URL): boolean;
  /** Reads the body of that query. */
  read: ReadAnswer;
}
