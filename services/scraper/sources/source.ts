import type { Outcome } from '../../../shared/contract/outcome.ts';
import type { ShapePart } from '../../../shared/contract/shapes.ts';
import type { PagePort } from '../browser/driver.ts';
import type { CaptchaSolver } from '../captcha/solver.ts';
import type { LookupTime } from './stopwatch.ts';

/** Knows one person's answer when asked, once. */
export interface Source {
  /**
   * @param cedula 6 to 10 digits
   * @param signal the deadline, the browser's end, the scraper's stop
   * @throws the browser's own errors; the caller turns them into failures
   */
  lookup(cedula: string, signal: AbortSignal): Promise<Outcome>;
}

/** What every source is given for one lookup. */
export interface Means {
  /** Full address of the page. */
  url: string;
  solver: CaptchaSolver;
  /** Hands over what was read, last thing last: evidence of a failure for operators. */
  keep(text: string): void;
  /** Shows what asked or answered, so that a change of its shape is seen; nothing that stands in it goes further. */
  look?(part: ShapePart, text: string): void;
}

export interface PageMeans extends Means {
  /** An empty page in a context of its own. Visits and queries wait for their turn by themselves. */
  page: PagePort;
  /** The lookup's time, in which waits for a turn do not count; without it, every moment does. */
  time?: LookupTime;
}

export interface HttpMeans extends Means {
  /** Like the global one; requests to the target's host wait for their turn: a GET as a visit, others as a query. */
  fetch: typeof fetch;
}

/**
 * A page that knows the census, as a plugin. `open` comes before the lookup has its turn, and must not ask the
 * target anything: that is `lookup`'s.
 */
export type SourcePlugin = PluginFacts &
  (
    | { readonly via: 'browser'; open(means: PageMeans): Source }
    | { readonly via: 'http'; open(means: HttpMeans): Source }
  );

interface PluginFacts {
  readonly name: string;
  /**
   * Hosts besides the target's own that its pages load parts from, over https://: `www.example.com`, or `*.example.com` for
   * all below it. Nothing else is asked for, whatever the page wants. None unless told.
   */
  readonly hosts?: readonly string[];
}
