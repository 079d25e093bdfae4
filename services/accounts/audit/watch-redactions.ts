import type { EntityManager } from '@mikro-orm/postgresql';
import type { ChainedEntry } from './entry-hash.ts';
import type { AuditFault } from './faults.ts';
import { announcedIn, erasuresUnderWay, isBacked, leadsTo, redactionsOf } from './redactions.ts';

/** What a walk over the chain learns of those who were taken out of the trail. */
export interface Redacted {
  /** The walk comes to these entries. */
  page(auditIds: readonly string[]): Promise<void>;
  /** Whether an entry is as it was chained, or became what it is by erasures: which, is looked at when all were seen. */
  judge(link: Linked, entry: ChainedEntry, hash: Buffer): 'changed' | null;
  /** The entries that somebody was taken out of without an erasure that the chain knows; all were seen. */
  unbacked(): Promise<AuditFault[]>;
}

interface Linked {
  auditId: string;
  seq: string;
  hash: Buffer;
  made: Date | null;
}

export const watchRedactions = (fork: () => EntityManager): Redacted => {
  let ofPage: Awaited<ReturnType<typeof redactionsOf>> = new Map();
  /** What the chain says of each: a later entry counts what an earlier one did as well. */
  const announced: NonNullable<ReturnType<typeof announcedIn>>[] = [];
  const touched: { fault: AuditFault; erasures: string[] }[] = [];

  return {
    async page(auditIds) {
      ofPage = await redactionsOf(fork(), auditIds);
    },
    judge(link, { action, detail }, hash) {
      const redactions = ofPage.get(link.auditId) ?? [];
      if (!leadsTo(redactions, link.hash.toString('hex'), hash.toString('hex'))) return 'changed';
      const said = action === 'user.erase' ? announcedIn(detail) : null;
      if (said !== null) announced.push(said);
      if (redactions.length > 0)
        touched.push({
          fault: { kind: 'redacted', id: link.auditId, seq: link.seq, at: link.made },
          erasures: redactions.map(({ erasureId }) => erasureId),
        });
      return null;
    },
    async unbacked() {
      const backed = new Set(touched.length === 0 ? [] : await erasuresUnderWay(fork()));
      for (const said of announced) if (await isBacked(fork(), said)) backed.add(said.erasureId);
      return touched
        .filter(({ erasures }) => erasures.some((id) => !backed.has(id)))
        .map(({ fault }) => fault);
    },
  };
};
