import type { SourceName } from '../../../shared/config/config.ts';
import type { Outcome } from '../../../shared/contract/outcome.ts';
import type { PagePort } from '../browser/driver.ts';

/** What one lookup is given. */
export interface Visit {
  /** 6 to 10 digits. */
  cedula: string;
  /** An empty page in a context of its own. Visits and queries wait for their turn by themselves. */
  page: PagePort;
  /** Full address of the page. */
  url: string;
  signal: AbortSignal;
}

/** A page that knows the census, as a plugin: cédula in, outcome out. */
export interface Source {
  readonly name: SourceName;
  /** @throws the browser's own errors; the caller turns them into failures */
  lookup(visit: Visit): Promise<Outcome>;
}
