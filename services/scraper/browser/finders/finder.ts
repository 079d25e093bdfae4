import type { BrowserOrigin } from '../located-browser.ts';

/** A browser that may work here: a file that exists and may be run. */
export interface Candidate {
  path: string;
  /** Environment variables that this browser needs. */
  env?: Record<string, string>;
  /** Flags that this browser needs, besides the usual ones. */
  args?: string[];
}

/** One place to look for browsers. */
export interface CandidateFinder {
  origin: BrowserOrigin;
  /**
   * @returns the candidates, best first; none is an answer as well
   * @throws Error with a reason of one line that belongs in the final message
   */
  find(): Promise<Candidate[]>;
}
