import { Gauge, type Registry } from 'prom-client';
import packageJson from '../../package.json' with { type: 'json' };

/** Which program this is, and whether it can do its work. */
export const processMetrics = (registers: Registry[], commit = process.env.GIT_COMMIT) => {
  new Gauge({
    name: 'censo_build_info',
    help: 'Which program this is; always 1.',
    labelNames: ['version', 'commit', 'node'] as const,
    registers,
  }).set({ version: packageJson.version, commit: commit || 'unknown', node: process.version }, 1);
  let read: (() => Promise<Readonly<Record<string, boolean>>>) | undefined;
  new Gauge({
    name: 'censo_ready',
    help: 'Whether each part that this process needs for its work is there.',
    labelNames: ['part'] as const,
    registers,
    async collect() {
      const parts = await read?.();
      this.reset();
      for (const [part, ready] of Object.entries(parts ?? {})) this.set({ part }, ready ? 1 : 0);
    },
  });
  return {
    /** Says who knows which parts are ready; asked at each scrape, must not reject. */
    watchReadiness(source: () => Promise<Readonly<Record<string, boolean>>>): void {
      read = source;
    },
  };
};
