/** The census' own queue, of the checkout in whose folder this runs: what it does when a scraper leases and reports. */
import { join } from 'node:path';
import type { noteLanes as NoteLanes } from '../../services/census/store/lanes.ts';
import type { censusSchema as CensusSchema } from '../../services/census/store/schema.ts';
import type { completeLease as CompleteLease } from '../../services/census/work/complete.ts';
import type { leaseNext as LeaseNext } from '../../services/census/work/lease.ts';
import type { openDatabase as OpenDatabase } from '../../shared/persistence/database.ts';
import { inTurns, serveQueue } from './queue.ts';

const module = (path: string): Promise<unknown> => import(join(process.cwd(), path));
const { openDatabase } = (await module('shared/persistence/database.ts')) as {
  openDatabase: typeof OpenDatabase;
};
const { censusSchema } = (await module('services/census/store/schema.ts')) as {
  censusSchema: typeof CensusSchema;
};
const { noteLanes } = (await module('services/census/store/lanes.ts')) as { noteLanes: typeof NoteLanes };
const { leaseNext } = (await module('services/census/work/lease.ts')) as { leaseNext: typeof LeaseNext };
const { completeLease } = (await module('services/census/work/complete.ts')) as {
  completeLease: typeof CompleteLease;
};

const url = process.argv[2] ?? '';
const database = await openDatabase({ url, ...censusSchema, log: { info: () => {}, warn: () => {} } });
const outcome = {
  kind: 'active',
  departamento: 'TOLIMA',
  municipio: 'VILLA ESPERANZA',
  puesto: 'ESC RURAL EL ROBLE',
  direccion: 'VDA EL ROBLE',
  mesa: '3',
} as const;
const circuit = {
  threshold: 5,
  openS: 900,
  maxOpenS: 21_600,
  people: 100,
  outageOpenS: 60,
  outageMaxOpenS: 300,
};
const policy = { maxAttempts: 3, delaysS: [60] };

serveQueue(async (order) => {
  await noteLanes(database.fork(), ['directa'], new Date());
  return inTurns(order, async () => {
    const asked = { worker: 'bench', lane: 'directa', leaseS: 180, maxAttempts: 3, scheduledNow: true };
    const lease = await leaseNext(database.fork(), asked, new Date());
    if (lease === null) throw new Error('nothing is due');
    const { leaseId } = lease;
    const terms = { policy, circuit, retryWindow: (at: Date) => at, now: new Date(), random: 0 };
    return async () =>
      void (await completeLease(
        database.fork(),
        { leaseId, outcome, source: 'bench', evidence: null },
        terms,
      ));
  });
});
