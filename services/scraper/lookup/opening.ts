import type { LaneConfig } from '../../../shared/config/variables/lanes.ts';
import type { WarmBrowser } from '../browser/warm-browser.ts';
import type { CaptchaSolver } from '../captcha/solver.ts';
import type { Pace } from '../pace/pace.ts';
import type { Source, SourcePlugin } from '../sources/source.ts';
import type { Trip } from './prepared-lookup.ts';
import type { Stopwatch } from './stopwatch.ts';

export interface LookupTools {
  browser: WarmBrowser;
  pace: Pace;
  plugin: SourcePlugin;
  solver: CaptchaSolver;
  lane: LaneConfig;
  /** Full address of the page. */
  url: string;
  deadlineMs: number;
}

/** A source that is open, and a look at what its page shows. */
export interface OpenedSource {
  source: Source;
  /** Puts what is to be seen now into the evidence; bounded in time. */
  snapshot(): Promise<void>;
}

/** What opening a source needs of the lookup around it. */
export interface Opening {
  signal: AbortSignal;
  time: Stopwatch;
  /** The lookup's way out, once it has one. */
  trip(): Trip | undefined;
  /** Ends the lookup with this error. */
  lost(error: unknown): void;
  keep(what: string, text: string): void;
}
