import type { LaneConfig } from '../../../shared/config/variables/lanes.ts';
import { AppError } from '../../../shared/errors.ts';
import type { SourcePlugin } from './source.ts';

/**
 * Refuses proxies that a source would not use: the operator believes that lookups leave by them.
 *
 * @throws AppError `lanes_unusable`
 */
export const assertLanesFit = (plugin: SourcePlugin, lanes: readonly LaneConfig[]): void => {
  const unused = lanes.filter(({ proxy }) => proxy !== null).map(({ name }) => name);
  if (plugin.via === 'browser' || unused.length === 0) return;
  throw new AppError(
    'lanes_unusable',
    `La fuente «${plugin.name}» consulta sin navegador y no sale por proxies (${unused.join(', ')}). Quite los proxies de LANES o use una fuente con navegador.`,
  );
};
