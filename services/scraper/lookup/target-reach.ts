import type { Config } from '../../../shared/config/config.ts';
import { createReach, hostRules, type Reach } from '../browser/reach/reach.ts';
import type { SourcePlugin } from '../sources/source.ts';

/** Where lookups go, and what the pages there may ask for. */
export interface TargetReach {
  now(): Promise<{ url: string; reach: Reach }>;
  /** The same as rules for a browser that is started now. */
  rules(): Promise<string>;
}

/** @param targetUrl says the page's full address */
export const createTargetReach = (
  { browser, lanes, production }: Pick<Config, 'browser' | 'lanes' | 'production'>,
  plugin: SourcePlugin,
  targetUrl: () => Promise<string>,
): TargetReach => {
  const hosts = [...(plugin.hosts ?? []), ...browser.hosts];
  const proxies = lanes.flatMap(({ proxy }) => (proxy === null ? [] : [proxy.server]));
  return {
    async now() {
      const url = await targetUrl();
      // A simulator may live in a private network; the official page does not.
      return { url, reach: createReach({ target: url, hosts, privateTarget: !production }) };
    },
    rules: async () => hostRules(await targetUrl(), hosts, proxies),
  };
};
