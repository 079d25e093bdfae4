/**
 * What is wrong with an entry of the trail:
 * - `missing`: it is in the chain, and gone from the trail;
 * - `changed`: it says something else than when it was chained;
 * - `redacted`: somebody was taken out of it, and no erasure that the trail knows did that;
 * - `moved`: it does not follow the one before it: what was between is gone, or the order is another;
 * - `added`: it is in the trail, and was never chained;
 * - `cut`: the chain ends before the place where somebody saw it end, or was another there.
 */
export type FaultKind = 'missing' | 'changed' | 'redacted' | 'moved' | 'added' | 'cut';

export interface AuditFault {
  kind: FaultKind;
  /** Of the entry; null when only its place is known. */
  id: string | null;
  /** Its place in the chain; null for one that has none. */
  seq: string | null;
  /** When it was made, or chained when it is gone; null when nobody knows. */
  at: Date | null;
}
