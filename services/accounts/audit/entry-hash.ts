import { createHash } from 'node:crypto';

/** An entry of the trail with its place in the chain, each part as Postgres writes it; times are microseconds since 1970. */
export interface ChainedEntry {
  seq: string;
  chainedAt: string;
  id: string;
  at: string;
  actorId: string | null;
  action: string;
  subjectIds: string;
  ip: string;
  detail: string;
  /** Of a visit: the first look, how many, and of each person how often and when; null for what happened once. */
  since: string | null;
  times: string | null;
  seen: string | null;
}

/**
 * The hash of an entry, counted apart from the database, which may have been told to count otherwise. As
 * `accounts.audit_content` in m0010 and m0023: each part with its length before it.
 *
 * @param previous the hash of the entry before, empty for the first
 */
export const entryHash = (entry: ChainedEntry, previous: Buffer): Buffer => {
  const { seq, chainedAt, id, at, actorId, action, subjectIds, ip, detail, since, times, seen } = entry;
  const isVisit = since !== null || times !== null || seen !== null;
  const visit = isVisit ? [since ?? '', times ?? '', seen ?? ''] : [];
  const parts = [seq, chainedAt, id, at, actorId ?? '', action, subjectIds, ip, detail, ...visit];
  const content = parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(',');
  return createHash('sha256').update(previous).update(content).digest();
};
