import type { Config } from '../../../shared/config/config.ts';
import { createReach, hostRules, type Reach } from '../browser/reach/reach.ts';
import type { SourcePlugin } from '../sources/source.ts';

/** Where lookups go, and what the pages there may ask for. */
export interface TargetReach {
  now(): Promise<{ url: string; reach: Reach }>;
  /** Hosts that its pages load parts from. */
  hosts: readonly string[];
}

/** @param targetUrl says the page's full address */
export const createTargetReach = (
  { browser, production }: Pick<Config, 'browser' | 'production'>,
  plugin: SourcePlugin,
  targetUrl: () => Promise<string>,
): TargetReach => {
  const hosts = [...(plugin.hosts ?? []), ...browser.hosts];
  return {
    async now() {
      const url = await targetUrl();
      // A simulator may live in a private network; the official page does not.
      return { url, reach: createReach({ target: url, hosts, privateTarget: !production }) };
    },
    hosts,
  };
};

/** What a browser that is started now may ask for, whichever of these it is used for. */
export const browserRules = async (
  targets: readonly TargetReach[],
  lanes: Config['lanes'],
): Promise<string> => {
  const urls = await Promise.all(targets.map(async (target) => (await target.now()).url));
  const proxies = lanes.flatMap(({ proxy }) => (proxy === null ? [] : [proxy.server]));
  return hostRules(urls, [...new Set(targets.flatMap(({ hosts }) => hosts))], proxies);
};
