import { signals } from '../support/chaos/blows.ts';
import { describeChaos } from '../support/chaos/chaos-suite.ts';
import type { Figures } from '../support/chaos/figures.ts';
import { readParameters, unpacedParts } from '../support/chaos/parameters.ts';
import { tableOf, writeReport } from '../support/chaos/report.ts';
import { readManifests } from '../support/system/manifests.ts';

const { seconds, perSecond, passwordKib, only, command } = readParameters();
const manifests = await readManifests();
/** Long enough to be noticed: Kubernetes is quicker. */
const away = { restartMs: 3_000, stopMs: 10_000 };
/** One person a second at the most can be looked up. */
const PACED_MS = 1_000;
const PACED_PER_SECOND = 0.5;

const wanted = (part: string, signal: string): boolean =>
  only === null || `${part}, ${signal}`.includes(only);
const unpaced: Figures[] = [];
const paced: Figures[] = [];

const noteIn = (list: Figures[]) => (figures: Figures) => {
  list.push(figures);
  if (figures.strain !== null) console.warn(`      this machine did not produce the load: ${figures.strain}`);
};

describeChaos({
  title: `Chaos at ${perSecond} registrations a second`,
  system: { manifests, spacingMs: 0, passwordKib },
  blows: unpacedParts
    .flatMap((part) => signals.map((signal) => ({ part, signal })))
    .filter(({ part, signal }) => wanted(part, signal)),
  away,
  calm: only === null,
  rolling: wanted('rolling', '') ? manifests : null,
  seconds,
  perSecond,
  isQuiet: true,
  note: noteIn(unpaced),
});

describeChaos({
  title: `Chaos with one query a second`,
  system: { manifests, spacingMs: PACED_MS },
  blows: signals
    .map((signal) => ({ part: 'redis' as const, signal }))
    .filter(({ part, signal }) => wanted(part, signal)),
  away,
  calm: false,
  rolling: null,
  seconds,
  perSecond: PACED_PER_SECOND,
  isQuiet: true,
  note: noteIn(paced),
});

after(async () => {
  const parts = [
    `${perSecond} registrations a second for ${seconds} s each, no spacing:`,
    tableOf(unpaced),
    `${PACED_PER_SECOND} registrations a second for ${seconds} s each, one query a second, so that Redis is needed:`,
    tableOf(paced),
  ];
  console.log(`\n${parts.join('\n\n')}`);
  if (only === null) await writeReport(parts, command, new Date());
});
