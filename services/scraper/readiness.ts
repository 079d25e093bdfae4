import { access, constants } from 'node:fs/promises';
import type { PartCheck } from '../../shared/health/readiness.ts';
import type { Call } from '../../shared/moleculer/call.ts';
import type { WarmBrowser } from './browser/warm-browser.ts';
import type { OpenPace } from './pace/open-pace.ts';

interface ScraperMeans {
  call: Call;
  pace: Pick<OpenPace, 'isReady'>;
  browser: Pick<WarmBrowser, 'stats'>;
  /** Path of the browser's program. */
  program: string;
}

const PROBE_TIMEOUT_MS = 3_000;

/** What a scraper needs for its work: somebody to report to, the pace, and a browser that runs or can start. */
export const scraperParts = ({ call, pace, browser, program }: ScraperMeans): Record<string, PartCheck> => ({
  census: () => call('census.ready', {}, { timeoutMs: PROBE_TIMEOUT_MS }),
  pace: () => pace.isReady(),
  async browser() {
    const { pid, failedLaunches } = browser.stats();
    if (pid !== undefined) return true;
    // It starts with the first lookup; starting one only to see whether it starts would cost more than it tells.
    await access(program, constants.X_OK);
    return failedLaunches === 0;
  },
});
