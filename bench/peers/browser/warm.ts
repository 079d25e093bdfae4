/** A bare script with a browser that stays: a context for each lookup, and nothing that could go wrong is looked at. */
import { serveLookups } from '../../kit/lookups.ts';
import { lookUp } from './form.ts';
import { launch, openContext } from './launch.ts';

const browser = await launch();
serveLookups(
  async ({ url, cedulas }) => {
    const ms: number[] = [];
    for (const cedula of cedulas) {
      const began = performance.now();
      const context = await openContext(browser);
      await lookUp(await context.newPage(), url, cedula);
      ms.push(performance.now() - began);
      await context.close();
    }
    return { ms };
  },
  () => browser.close(),
);
