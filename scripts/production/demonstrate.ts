import type { ServiceBroker } from 'moleculer';
import { readTexts } from '../../services/accounts/consent/texts/read-texts.ts';
import type { Config } from '../../shared/config/config.ts';
import { runtimeOf } from '../../shared/moleculer/runtime.ts';

/**
 * Fills the demonstration with invented people while the portal runs already: it is there before anybody has logged in.
 * Only a development portal without the official page has any (`Config.demoPeople`).
 */
export const demonstrate = (broker: ServiceBroker, config: Config): void => {
  const url = runtimeOf(broker).databaseUrl;
  if (!config.demoPeople || !config.services.includes('accounts') || url === undefined) return;
  const log = broker.getLogger('demonstration');
  const fill = async (): Promise<void> => {
    // It needs the simulator, which no other image has.
    const { fillDemonstration } = await import('./demonstration/demonstration.ts');
    const { current } = await readTexts(config.consent);
    const people = await fillDemonstration(url, current, new Date());
    if (people > 0) log.info(`${people} invented people`);
  };
  fill().catch((error: unknown) => log.warn(`the demonstration has no people: ${String(error)}`));
};
