import type { Config } from '../../../shared/config/config.ts';
import type { Call } from '../../../shared/moleculer/call.ts';

/** @returns the full address of the page to ask: the configured one, or where the simulator says that it is */
export const createTargetUrl =
  ({ target, source }: Pick<Config, 'target' | 'source'>, call: Call) =>
  async (): Promise<string> => {
    if (target.kind === 'page') return target.url.href;
    const addresses = await call('simulator.address', {});
    // A source of one's own asks the simulator as the default one does.
    return source === 'wsp' ? addresses.wsp : addresses.consultacenso;
  };
