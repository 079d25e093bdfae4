import { priority } from '../../../services/census/record/priority.ts';
import type { RecordRow } from '../../../services/census/record/record.ts';
import { personHash } from '../../../services/census/store/erased.ts';
import { type Answer, hasAnswer, type Lease } from '../../../shared/contract/census.ts';
import { sourceOfWay } from '../../../shared/contract/lookups.ts';
import type { Numbers, RowChange, Store } from './store/store.ts';
import type { Tables } from './store/tables.ts';

/** Something that must never be. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

export interface Watch {
  committed(changes: readonly RowChange[], transaction: Numbers): void;
  /** A lookup of this lease runs, until what is returned is called. */
  runs(lease: Lease): () => void;
  queried(lease: Lease): void;
  /** The database was set back: what it knew since is not known. */
  setBack(): void;
  /** How many were lent, asked and answered; of the answers, how many by the second source. */
  readonly counts: { leases: number; queries: number; answers: number; byNext: number };
}

interface WatchOptions {
  store: () => Store;
  now: () => number;
  leaseMs: number;
  /** Whether an answer was ever true of a cédula. */
  wasTrue(cedula: string, answer: Answer): boolean;
  /** Whether nobody's clock was ever set. */
  clocksAgree(): boolean;
  broken(what: string): void;
  trace(line: string): void;
}

/** Which truth an answer is of; those that do not say are of none. */
const truthOf = (answer: Answer | null | undefined): number =>
  answer?.kind === 'active'
    ? Number(answer.mesa)
    : answer?.kind === 'cancelled'
      ? Number(answer.resolucion)
      : 0;

const wishOf = ({ userId, requestedAt }: Pick<RecordRow, 'userId' | 'requestedAt'>): string =>
  `${userId} ${requestedAt.getTime()}`;

/** Watches every commit of the census and everything that leaves: see `docs/reliability.md` for what must hold. */
export const createWatch = (options: WatchOptions): Watch => {
  const { store, now, leaseMs, wasTrue, clocksAgree, broken, trace } = options;
  const counts = { leases: 0, queries: 0, answers: 0, byNext: 0 };
  const versions = new Map<string, number>();
  const answered = new Set<string>();
  const asked = new Set<string>();
  /** Leases that were given back as if nothing had been asked: their attempt does not count. */
  const unasked = new Set<string>();
  /** Lookups that run, each with the cédula that it asks about. */
  const running = new Map<string, string>();
  /** When each lease was made, as the world's clock says. */
  const lentAt = new Map<string, number>();

  /** The last transaction that had begun when each person's erasure was noted. */
  const erasedAfter = new Map<string, number>();

  /** What had begun before may have their record in hand still, which is removed once it is done. */
  const isErased = (userId: string, { id }: Numbers): boolean => {
    const hash = personHash(userId).toString('hex');
    return store().rows.erased.has(hash) && id > (erasedAfter.get(hash) ?? 0);
  };

  const lent = (before: RecordRow | null, after: RecordRow): void => {
    counts.leases += 1;
    const { userId, leaseId } = after;
    if (before?.leaseId != null) broken(`${userId} was lent while it was lent`);
    if (answered.has(wishOf(after))) broken(`${userId} is asked twice for one wish`);
    if (after.suspended) broken(`${userId} is looked up though they are asked again`);
    const allowed = store().rows.consents.get(userId);
    if (allowed?.lookup !== true) broken(`${userId} is looked up without their consent`);
    lentAt.set(leaseId ?? '', now());
    if (!clocksAgree()) return;
    // A correction to another number begins anew, whatever is asked about the former one.
    for (const [other, cedula] of running)
      if (cedula === after.cedula && other !== leaseId && (lentAt.get(other) ?? 0) + leaseMs > now())
        broken(`${userId} is looked up twice at a time`);
  };

  const changed = (before: RecordRow, after: RecordRow): void => {
    const { userId } = after;
    if (after.version < before.version) broken(`${userId} has an older version than before`);
    if (after.version === before.version) {
      const same =
        before.status === after.status &&
        before.answer === after.answer &&
        before.dueAt?.getTime() === after.dueAt?.getTime() &&
        before.leaseId === after.leaseId;
      if (!same) broken(`${userId} has changed without a newer version`);
    }
    if (before.answer == null) return;
    if (after.answer == null || after.answerStatus == null) broken(`${userId} has lost their answer`);
    else if (truthOf(after.answer) < truthOf(before.answer) && truthOf(after.answer) > 0)
      broken(`${userId} has an older answer than before`);
  };

  const stored = (before: RecordRow | null, after: RecordRow, transaction: Numbers): void => {
    const { userId, status } = after;
    if (isErased(userId, transaction)) broken(`there is a record of ${userId}, who was erased`);
    if (hasAnswer(status)) {
      if (after.answer == null || status !== after.answerStatus)
        broken(`${userId} is ${status} without that answer`);
      if (after.dueAt != null && after.priority !== priority.scheduled)
        broken(`${userId} is answered, and is asked again`);
    }
    const isAnother = before !== null && before.cedula !== after.cedula;
    const known = before === null || isAnother ? null : before;
    if (known === null && after.version <= (versions.get(userId) ?? 0))
      broken(`${userId} begins anew with a version that others have seen`);
    versions.set(userId, after.version);
    if (known !== null) changed(known, after);
    if (before?.leaseId != null && after.leaseId !== before.leaseId) ended(before.leaseId, before, after);
    if (after.leaseId != null && after.leaseId !== before?.leaseId) lent(before, after);
    if (hasAnswer(status) && after.answeredAt?.getTime() !== known?.answeredAt?.getTime()) {
      counts.answers += 1;
      answered.add(wishOf(after));
      from(before, after);
      if (after.answer != null && !wasTrue(after.cedula, after.answer))
        broken(`${userId} has an answer that never was true: ${JSON.stringify(after.answer)}`);
    }
  };

  const ended = (leaseId: string, before: RecordRow, after: RecordRow): void => {
    const outcome = store().rows.attempts.get(leaseId)?.outcome;
    if (after.attempt >= before.attempt || !['stopped', 'not_sent'].includes(outcome ?? '')) return;
    unasked.add(leaseId);
    if (asked.has(leaseId)) broken(`${after.userId} was asked about, which does not count as an attempt`);
  };

  /** An answer says which source gave it where that was not the first, and no other does. */
  const from = (before: RecordRow | null, { userId, answer }: RecordRow): void => {
    const lane = store().rows.attempts.get(before?.leaseId ?? '')?.lane;
    if (lane == null) return;
    const source = sourceOfWay(lane);
    if (source !== '') counts.byNext += 1;
    if ((answer?.source ?? '') !== source)
      broken(`${userId} has an answer of lane ${lane} that says ${answer?.source}`);
  };

  const told = (row: RecordRow | null): string =>
    row === null
      ? 'none'
      : `${row.status} v${row.version} attempt ${row.attempt} due ${row.dueAt?.toISOString() ?? '-'} lease ${row.leaseId?.slice(0, 8) ?? '-'} ${row.errorCode ?? ''}`;

  return {
    counts,
    committed(changes, transaction) {
      for (const { table, key, before, after } of changes) {
        if (table === 'records') {
          const [was, is] = [before as Tables['records'] | null, after as Tables['records'] | null];
          trace(`record ${key.slice(0, 8)}: ${told(was)} → ${told(is)}`);
          if (is !== null) stored(was, is, transaction);
        }
        if (table === 'erased' && before === null) erasedAfter.set(key, transaction.lastBegun);
        if (table === 'lanes') {
          const [was, is] = [before as Tables['lanes'] | null, after as Tables['lanes'] | null];
          if (was?.state !== is?.state || was?.openUntil !== is?.openUntil)
            trace(
              `lane ${key}: ${is?.state} ${is?.reason ?? ''} until ${is?.openUntil?.toISOString() ?? '-'}`,
            );
        }
      }
    },
    runs({ leaseId, cedula }) {
      running.set(leaseId, cedula);
      return () => running.delete(leaseId);
    },
    queried({ leaseId, userId }) {
      counts.queries += 1;
      trace(`query for ${userId.slice(0, 8)}, lease ${leaseId.slice(0, 8)}`);
      if (asked.has(leaseId)) broken(`${userId} is asked twice in one lookup`);
      asked.add(leaseId);
      if (unasked.has(leaseId))
        broken(`${userId} is asked about after their lookup was given back as not asked`);
    },
    setBack() {
      versions.clear();
      answered.clear();
      for (const { userId, version } of store().rows.records.values()) versions.set(userId, version);
    },
  };
};
