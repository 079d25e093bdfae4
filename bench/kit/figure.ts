import type { Sample } from './interleaved.ts';
import type { Portals } from './portals.ts';
import type { Checkout } from './product.ts';

/** What a ratio or another number should be. */
export type Goal = { atLeast: number } | { atMost: number };

/** One line of the table: a figure of each checkout. */
export interface Row {
  what: string;
  goal?: Goal;
  /** What stands behind the number; none for a ratio. */
  unit?: string;
  /** Up to here a difference is none that could be noticed. */
  floor?: number;
  /** By a checkout's name. */
  of: Record<string, Sample>;
  /** What the ratio is of: plain numbers, for who wants to know. */
  told?: string;
}

/** What a figure is measured with. */
export interface Bench {
  checkouts: readonly Checkout[];
  /** How many rounds, the first not counted, and how long each is. */
  rounds: number;
  seconds: number;
  isQuick: boolean;
  /** For figures that bear it that others have measured in their portal before. */
  portals: Portals;
  log(line: string): void;
}

/** One of the figures, P1 to P14. */
export interface Figure {
  id: string;
  title: string;
  /** Seconds that it may take with `--quick`, of one checkout: all of them together three minutes. */
  quickS: number;
  /**
   * The id of a figure beside which it is measured in the quick form, for one of the two waits most of its time, and neither
   * counts what another process takes.
   */
  beside?: string;
  measure(bench: Bench): Promise<Row[]>;
}
