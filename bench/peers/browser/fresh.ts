/** A bare script that starts a browser for each lookup, as most of them do. */
import { serveLookups } from '../../kit/lookups.ts';
import { cpuOf, cpuOfTree } from '../../kit/processes.ts';
import { lookUp } from './form.ts';
import { launch, openContext } from './launch.ts';

serveLookups(async ({ url, cedulas }) => {
  const ms: number[] = [];
  const before = await cpuOf(process.pid);
  let cpu = 0;
  for (const cedula of cedulas) {
    const began = performance.now();
    const session = await launch();
    const cdp = await session.newBrowserCDPSession();
    const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
    const context = await openContext(session);
    await lookUp(await context.newPage(), url, cedula);
    ms.push(performance.now() - began);
    const browser = processInfo.find(({ type }) => type === 'browser');
    // Its helpers are nobody's when it has ended; what the ending takes is left out.
    if (browser !== undefined) cpu += await cpuOfTree(browser.id);
    await session.close();
  }
  return { ms, cpu: cpu + (await cpuOf(process.pid)) - before };
});
