import { join } from 'node:path';
import { type Confinement, isWhole } from '../../../../services/scraper/browser/confinement/confinement.ts';
import { locateBrowser } from '../../../../services/scraper/browser/finders/locate.ts';
import { confine } from '../../../../services/scraper/browser/trial/confine.ts';
import { probeConfinement } from '../../../../services/scraper/browser/trial/probe-confinement.ts';
import { CONFINEMENT_REMEDY, describeConfinement } from '../../../../services/scraper/browser/trial/words.ts';
import { createTargetReach } from '../../../../services/scraper/lookup/target-reach.ts';
import { loadDriver } from '../../../../services/scraper/plugins/drivers.ts';
import { loadSource } from '../../../../services/scraper/plugins/load-source.ts';
import type { Config } from '../../../../shared/config/config.ts';
import { type Check, notice, ok } from './check.ts';

/** How the browser is shut in here, as which user, and which hosts its pages may ask. It is started to see. */
export const confinementCheck = (config: Config): Check => ({
  name: 'Aislamiento del navegador',
  async look() {
    const plugin = await loadSource(config.source);
    if (plugin.via === 'http') return ok('la fuente no usa navegador');
    const { chromiumPath, dataDir, target } = config;
    const located = await locateBrowser({
      cacheDir: join(dataDir, 'browser'),
      ...(chromiumPath === undefined ? {} : { chromiumPath }),
    });
    const driver = await loadDriver(config.browser.driver);
    const probe = (one: Confinement) => probeConfinement(driver, located, one);
    const { confinement, lacks } = await confine(config.browser, probe);
    // The simulator says its address only while it runs.
    const url = target.kind === 'page' ? target.url.href : 'http://127.0.0.1/';
    const { reach } = await createTargetReach(config, plugin, async () => url).now();
    const hosts = [target.kind === 'page' ? reach.hosts[0] : 'el simulador', ...reach.hosts.slice(1)];
    const detail = `corre ${describeConfinement(confinement)}; puede pedir solo: ${hosts.join(', ')}`;
    if (isWhole(confinement)) return ok(detail);
    return notice(lacks === null ? detail : `${detail} (${lacks})`, CONFINEMENT_REMEDY);
  },
});
