/** How long a form source waits for what a page shows, in milliseconds. The lookup's own deadline holds beside it. */
export interface Patience {
  /** For the form to appear once the page has loaded; a script challenge may take that long to let us in. */
  formMs: number;
  /** For words in the result region that nobody knows to become an answer ("Consultando…"). */
  unknownMs: number;
  /** For the page to show the answer of a query that could not be read itself. */
  shownMs: number;
}

export const PATIENCE: Patience = { formMs: 20_000, unknownMs: 30_000, shownMs: 5_000 };
