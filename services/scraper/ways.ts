import type { Config, Target } from '../../shared/config/config.ts';
import type { LaneConfig } from '../../shared/config/variables/lanes.ts';
import type { Call } from '../../shared/moleculer/call.ts';
import { createTargetReach, type TargetReach } from './lookup/target-reach.ts';
import { createTargetUrl } from './lookup/target-url.ts';
import { siteOf } from './pace/site.ts';
import { loadSource } from './plugins/load-source.ts';
import type { SourcePlugin } from './sources/source.ts';
import { assertLanesFit } from './sources/source-lanes.ts';

/** A source by a lane: what the census calls a lane, with a circuit of its own. */
export interface Way {
  /** The lane's own name for the first source, `lane@source` for the next ones. */
  name: string;
  lane: LaneConfig;
  plugin: SourcePlugin;
  reach: TargetReach;
  /** Whose pace it keeps; empty for the first source's site. */
  site: string;
  isNext: boolean;
}

/**
 * Every way out: by the first source, then by those that are asked while the ones before them rest.
 *
 * @throws AppError when there is no such source, or one would not use the proxies
 */
export const waysOf = async (config: Config, call: Call): Promise<Way[]> => {
  const first = { source: config.source, target: config.target };
  const site = siteOfTarget(first.target);
  const ways: Way[] = [];
  for (const [index, { source, target }] of [first, ...config.nextSources].entries()) {
    const plugin = await loadSource(source);
    assertLanesFit(plugin, config.lanes);
    const reach = createTargetReach(config, plugin, createTargetUrl({ source, target }, call));
    const own = siteOfTarget(target);
    for (const lane of config.lanes)
      ways.push({
        ...{ lane, plugin, reach, isNext: index > 0 },
        name: index === 0 ? lane.name : `${lane.name}@${plugin.name}`,
        site: own === site ? '' : own,
      });
  }
  return ways;
};

/** All that a simulator has is one site. */
const siteOfTarget = (target: Target): string => (target.kind === 'page' ? siteOf(target.url) : '');
