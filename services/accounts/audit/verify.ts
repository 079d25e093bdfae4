import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { moment, readRows } from '../../../shared/persistence/rows.ts';
import { entryHash } from './entry-hash.ts';
import type { AuditFault, FaultKind } from './faults.ts';
import { type Redacted, watchRedactions } from './watch-redactions.ts';

/** Where the chain ends: whoever keeps it elsewhere finds a shorter or another chain by it. */
export interface ChainHead {
  seq: string;
  hash: string;
}

/** Where somebody says that the chain begins, because what lay before was removed. Whoever removed knows whether it is true. */
export interface Checkpoint {
  seq: string;
  hash: string;
  madeAt: Date;
  reason: string;
}

export interface Verified {
  entries: number;
  /** Visits that go on, and are in no chain before they end. */
  open: number;
  head: ChainHead;
  /** Each there is, whether the chain begins at it or not. */
  checkpoints: Checkpoint[];
  /** So many at the most: {@link MOST_FAULTS}. */
  faults: AuditFault[];
}

export const MOST_FAULTS = 100;
const PAGE = 2_000;

const bytes = z.custom<Buffer>(Buffer.isBuffer);
const endRule = z.object({ seq: z.string(), hash: bytes });
const checkpointRule = z.object({ seq: z.string(), hash: z.string(), madeAt: moment, reason: z.string() });
const linkRule = z.object({
  ...{ seq: z.string(), auditId: z.string(), previous: bytes, hash: bytes },
  ...{ chainedAt: z.string(), chained: moment },
  // Null where the trail has none.
  ...{ id: z.string().nullable(), at: z.string().nullable(), made: moment.nullable() },
  ...{ actorId: z.string().nullable(), action: z.string().nullable(), subjectIds: z.string().nullable() },
  ...{ ip: z.string().nullable(), detail: z.string().nullable() },
  ...{ since: z.string().nullable(), times: z.string().nullable(), seen: z.string().nullable() },
});
type Link = z.output<typeof linkRule>;

const micros = (column: string) => `(extract(epoch from ${column}) * 1000000)::bigint::text`;
const LINKS = `
  select "c"."seq"::text, "c"."audit_id"::text as "auditId", "c"."previous", "c"."hash",
    ${micros('"c"."chained_at"')} as "chainedAt", "c"."chained_at" as "chained",
    "a"."id"::text, ${micros('"a"."at"')} as "at", "a"."at" as "made", "a"."actor_id"::text as "actorId",
    "a"."action", array_to_string("a"."subject_ids", ' ') as "subjectIds", "a"."ip", "a"."detail",
    ${micros('"a"."since"')} as "since", "a"."times"::text, array_to_string("a"."seen", ' ') as "seen"
  from "accounts"."audit_chain" "c" left join "accounts"."audit" "a" on "a"."id" = "c"."audit_id"
  where "c"."seq" > ?::bigint order by "c"."seq" limit ${PAGE}`;
const UNCHAINED = `
  select "a"."id"::text, "a"."at", "c"."audit_id" is null as "added"
  from (select "id", "at" from "accounts"."audit" where "id" > ?::bigint order by "audit"."id" limit ${PAGE}) "a"
  left join "accounts"."audit_chain" "c" on "c"."audit_id" = "a"."id" order by "a"."id"`;
const unchainedRule = z.object({ id: z.string(), at: moment, added: z.boolean() });

/**
 * Goes over the whole trail, a page at a time, and counts its chain anew.
 *
 * @param fork a fresh unit of work for each page
 * @param seen where the chain ended when somebody looked earlier
 */
export const verifyAudit = async (
  fork: () => EntityManager,
  seen: readonly ChainHead[] = [],
): Promise<Verified> => {
  const faults: AuditFault[] = [];
  const note = (fault: AuditFault): void => void (faults.length < MOST_FAULTS && faults.push(fault));
  const met = new Map<string, string>();
  const checkpoints = await checkpointsOf(fork());
  const end = await walkChain(fork, await startOf(fork(), checkpoints), note, (seq, hash) => {
    if (seen.some((head) => head.seq === seq)) met.set(seq, hash);
  });
  for (const fault of await end.unbacked()) note(fault);
  for (const { seq, hash } of seen) if (met.get(seq) !== hash) note({ kind: 'cut', id: null, seq, at: null });
  const entries = await walkTrail(fork, note);
  const head = { seq: String(end.seq), hash: end.hash.toString('hex') };
  return { entries, open: await countOpen(fork()), head, checkpoints, faults };
};

/** A place in the chain, and the hash there. */
interface Place {
  seq: bigint;
  hash: Buffer;
}

/** @returns where the chain ends */
const walkChain = async (
  fork: () => EntityManager,
  start: Place,
  note: (fault: AuditFault) => void,
  pass: (seq: string, hash: string) => void,
): Promise<Place & Pick<Redacted, 'unbacked'>> => {
  let { seq, hash } = start;
  const redacted = watchRedactions(fork);
  pass(String(seq), hash.toString('hex'));
  for (;;) {
    const links = await readRows(fork(), linkRule, LINKS, [String(seq)]);
    await redacted.page(links.map(({ auditId }) => auditId));
    for (const link of links) {
      const kind = faultOf(link, { seq, hash }, redacted);
      if (kind !== null) note({ kind, id: link.auditId, seq: link.seq, at: link.made ?? link.chained });
      seq = BigInt(link.seq);
      hash = link.hash;
      pass(link.seq, hash.toString('hex'));
    }
    if (links.length < PAGE) return { seq, hash, unbacked: redacted.unbacked };
  }
};

const faultOf = (link: Link, before: Place, redacted: Redacted): FaultKind | null => {
  const { id, at, action, subjectIds, ip, detail } = link;
  if (BigInt(link.seq) !== before.seq + 1n || !link.previous.equals(before.hash)) return 'moved';
  if (id === null || at === null || action === null || subjectIds === null || ip === null || detail === null)
    return 'missing';
  const entry = { ...link, id, at, action, subjectIds, ip, detail };
  return redacted.judge(link, entry, entryHash(entry, before.hash));
};

const checkpointsOf = async (em: EntityManager): Promise<Checkpoint[]> =>
  readRows(
    em,
    checkpointRule,
    `select "seq"::text, encode("hash", 'hex') as "hash", "made_at" as "madeAt", "reason"
     from "accounts"."audit_checkpoints" order by "audit_checkpoints"."seq"`,
  );

/**
 * Behind the last checkpoint before the first link that is there, or where none is, behind the last of all. A later one
 * excuses nothing.
 */
const startOf = async (em: EntityManager, checkpoints: readonly Checkpoint[]): Promise<Place> => {
  const [first] = await readRows(
    em,
    z.object({ seq: z.string() }),
    `select "seq"::text from "accounts"."audit_chain" order by "audit_chain"."seq" limit 1`,
  );
  const start = checkpoints.findLast(({ seq }) => first === undefined || BigInt(seq) < BigInt(first.seq));
  return { seq: BigInt(start?.seq ?? 0), hash: Buffer.from(start?.hash ?? '', 'hex') };
};

/** @returns how many entries the trail has */
const walkTrail = async (fork: () => EntityManager, note: (fault: AuditFault) => void): Promise<number> => {
  let entries = 0;
  let after = '-9223372036854775808';
  for (;;) {
    const rows = await readRows(fork(), unchainedRule, UNCHAINED, [after]);
    for (const { id, at, added } of rows) if (added) note({ kind: 'added', id, seq: null, at });
    entries += rows.length;
    after = rows.at(-1)?.id ?? after;
    if (rows.length < PAGE) return entries;
  }
};

const countOpen = async (em: EntityManager): Promise<number> => {
  const sql = 'select count(*)::int as "open" from "accounts"."audit_looks"';
  return (await readRows(em, z.object({ open: z.number() }), sql))[0]?.open ?? 0;
};

/** Where the chain ends now. */
export const chainHead = async (em: EntityManager): Promise<ChainHead> => {
  const [end] = await readRows(
    em,
    endRule,
    `select "seq"::text, "hash" from (
       (select "seq", "hash" from "accounts"."audit_chain" order by "seq" desc limit 1)
       union all (select "seq", "hash" from "accounts"."audit_checkpoints" order by "seq" desc limit 1)
     ) "ends" order by "ends"."seq" desc limit 1`,
  );
  return { seq: end?.seq ?? '0', hash: end?.hash.toString('hex') ?? '' };
};
