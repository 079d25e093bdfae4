import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locateBrowser } from '../../services/scraper/browser/finders/locate.ts';

/** The browser that the portal would take on this machine: where there is a whole Chromium, that one, as in its image. */
export const browserProgram = async (): Promise<string> => {
  const { CHROMIUM_PATH } = process.env;
  const cacheDir = join(tmpdir(), 'censo-bench-browser');
  const { path } = await locateBrowser({
    cacheDir,
    ...(CHROMIUM_PATH === undefined ? {} : { chromiumPath: CHROMIUM_PATH }),
  });
  return path;
};
