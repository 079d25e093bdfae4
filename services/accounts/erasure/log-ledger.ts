import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { moment, readRows } from '../../../shared/persistence/rows.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { type Loop, startLoop } from '../../../shared/time/loop.ts';
import type { LedgerKey } from './ledger-key.ts';
import { ledgerLine } from './ledger-lines.ts';

interface LogOptions {
  fork: () => EntityManager;
  ledger: LedgerKey;
  log: { info(message: string): void; warn(message: string, error?: unknown): void };
  clock?: Clock;
}

const EVERY_MS = 5_000;
/** What was written down meanwhile by a process that has ended is said by the next. */
const BEFORE_MS = 3_600_000;
/** A transaction may commit after one that began later. */
const OVERLAP_MS = 60_000;

const rowRule = z.object({ personHash: z.string(), erasedAt: moment });

/**
 * Says every erasure in the log, as a hash: logs are kept elsewhere, so a ledger that went with its database is found there
 * (`censo erasures import`). A line may come twice.
 */
export const startLogLedger = ({ fork, ledger, log, clock = systemClock }: LogOptions): Loop => {
  const said = new Map<string, number>();
  let from = clock.now() - BEFORE_MS;
  return startLoop({
    clock,
    idleMs: EVERY_MS,
    async work() {
      const now = clock.now();
      const rows = await readRows(
        fork(),
        rowRule,
        `select encode("person_hash", 'hex') as "personHash", "erased_at" as "erasedAt" from "accounts"."erasures"
         where "erased_at" > ? order by "erasures"."erased_at"`,
        [new Date(from)],
      );
      for (const { personHash, erasedAt } of rows) {
        const line = ledgerLine(ledger, { personHash, erasedAt: erasedAt.toISOString() });
        if (!said.has(line)) log.info(line);
        said.set(line, erasedAt.getTime());
      }
      from = Math.max(from, now - OVERLAP_MS);
      for (const [line, at] of said) if (at <= from) said.delete(line);
    },
    failed: (error) => log.warn('who was erased could not be said in the log', error),
  });
};
