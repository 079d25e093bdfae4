import { join } from 'node:path';
import { locateBrowser } from '../../../../services/scraper/browser/finders/locate.ts';
import type { Config } from '../../../../shared/config/config.ts';
import { isAppError } from '../../../../shared/errors.ts';
import { type Check, fault, ok } from './check.ts';

/** The browser that the scraper would use: found, and run far enough to say its version. */
export const browserCheck = ({ dataDir, chromiumPath }: Config): Check => ({
  name: 'Navegador',
  async look() {
    try {
      const { path, version, origin } = await locateBrowser({
        cacheDir: join(dataDir, 'browser'),
        ...(chromiumPath === undefined ? {} : { chromiumPath }),
      });
      return ok(`${version} en ${path} (${origin})`);
    } catch (error) {
      if (!isAppError(error)) throw error;
      return fault(error.message, 'Instale un Chromium, o indique el suyo con CHROMIUM_PATH.');
    }
  },
});
