/**
 * How long a form source waits, in milliseconds. Each step of a lookup has its own bound, in which waits for a turn do not
 * count; the lookup's deadline (LOOKUP_TIMEOUT_S) holds beside them.
 */
export interface Patience {
  /** For the page to load. */
  openMs: number;
  /** For its form to be there with the list of elections; a script challenge may take that long to let us in. */
  readyMs: number;
  /** For a page that lacks something and asks for nothing more: then it has changed. */
  quietMs: number;
  /** For a gate ("Just a moment") to let us in by itself. */
  gateMs: number;
  /** For the form to take the number. */
  fillMs: number;
  /** For a captcha's widget to appear, from when the page has loaded, and to fill itself. */
  widgetMs: number;
  tokenMs: number;
  /** For the form to be sent. */
  submitMs: number;
  /** For the site to answer. */
  answerMs: number;
  /** For words in the result region that nobody knows to become an answer ("Consultando…"). */
  unknownMs: number;
  /** For the page to show the answer of a query that could not be read itself. */
  shownMs: number;
}

export const PATIENCE: Patience = {
  openMs: 20_000,
  readyMs: 15_000,
  quietMs: 4_000,
  gateMs: 5_000,
  fillMs: 6_000,
  widgetMs: 1_500,
  tokenMs: 12_000,
  submitMs: 10_000,
  answerMs: 40_000,
  unknownMs: 10_000,
  shownMs: 5_000,
};
