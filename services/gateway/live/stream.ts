import type { Standing } from '../../../shared/contract/census.ts';
import { tokenHash } from '../../../shared/identity/token-hash.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { EventIds } from './event-id.ts';
import { createPendingChanges, type PendingChanges } from './pending-changes.ts';
import type { Change, RecordChange } from './recent-changes.ts';
import type { Owner, Wire } from './wire.ts';

/** One open stream, a small record, for thousands are open: what is done with it is `Streaming`. */
export interface Stream {
  readonly owner: Owner;
  readonly wire: Wire;
  /** The hash of its session's token. */
  readonly session: string;
  /** When it last sent something, by the clock's `elapsed`. */
  sentAt: number;
  /** When its session was last asked about, and when it was last known to be good. */
  checkedAt: number;
  goodAt: number;
  /** What it has still to send; null while nothing waits. */
  pending: PendingChanges | null;
  /** What its snapshot has to say: whether what the page shows may be old; null when it was sent. */
  snapshot: { stale: boolean } | null;
  isBusy: boolean;
  /** When it is tried again after a failure, by the clock's `elapsed`; 0 = nothing failed. */
  retryAt: number;
  /** The newest version of the own record that it has told. */
  ownVersion: number;
  isOver: boolean;
}

/** What is done with streams: changes are given to each in order, and it sends each when it may. */
export interface Streaming {
  create(owner: Owner, wire: Wire): Stream;
  /**
   * Sends what is known now, then every change that is given.
   *
   * @param missed changes since the stream before this one; null when nobody knows them
   */
  begin(stream: Stream, missed: readonly Change[] | null): void;
  give(stream: Stream, change: Change): void;
  /** Tries again what could not be sent, if it is time for it. */
  resume(stream: Stream): void;
  /** Says that what is shown may be old: the page looks by itself. */
  stale(stream: Stream): void;
  /** Says that it is alive, and how far it is. */
  beat(stream: Stream): void;
  /** Says that it ends and when to come back, and ends. */
  reconnect(stream: Stream, inMs: number): void;
  end(stream: Stream): void;
}

interface StreamingOptions {
  /** How the owner's record stands; null for who is never looked up. */
  standingOf(owner: Owner): Promise<Standing | null>;
  /** Writes down that the owner is told how others' records stand. */
  noteReads(owner: Owner, userIds: string[]): Promise<unknown>;
  ids: EventIds;
  clock: Clock;
  /** The last change's place. */
  position: () => number;
  log: { warn(message: string): void };
  /** A change was written to a stream. */
  delivered(change: RecordChange): void;
  /** The reader did not keep up, and the stream was cut. */
  tooSlow(stream: Stream): void;
}

/** Beyond so many people whose changes wait, the page is told to look by itself. */
const MAX_PENDING = 2_000;
/** People whose reading is written down in one entry. */
const MAX_AUDITED = 500;
/** A stream whose reader leaves this much untaken is cut. */
export const MAX_WAITING_BYTES = 256 * 1024;
const RETRY_MS = 2_000;

/** What a stream says of a record, whoever's it is; the page fetches the rest. */
const told = (
  { userId, version, status }: Pick<Standing, 'userId' | 'version' | 'status'>,
  retryAt: string | null | undefined,
) => ({
  ...{ userId, version, status },
  // What is tried again is no end.
  ...(retryAt == null ? {} : { retryAt }),
});

export const createStreaming = (options: StreamingOptions): Streaming => {
  const { standingOf, noteReads, ids, clock, position, log, delivered, tooSlow } = options;

  const send = (stream: Stream, event: string, data: unknown, at?: number): void => {
    if (stream.isOver) return;
    if (stream.wire.waitingBytes() > MAX_WAITING_BYTES) {
      stream.isOver = true;
      stream.wire.cut();
      tooSlow(stream);
      return;
    }
    stream.sentAt = clock.elapsed();
    stream.wire.send(event, data, at === undefined ? undefined : ids.of(at));
  };

  /** How far it is: before what waits. */
  const reached = ({ pending }: Stream): number => pending?.reached(position()) ?? position();
  /** The same; before its snapshot it has no place. */
  const place = (stream: Stream): number | undefined =>
    stream.snapshot === null ? reached(stream) : undefined;

  const add = (stream: Stream, change: Change): void => {
    stream.pending ??= createPendingChanges(MAX_PENDING);
    stream.pending.add(change);
  };

  const sendSnapshot = async (stream: Stream, { stale }: { stale: boolean }): Promise<void> => {
    const standing = await standingOf(stream.owner);
    stream.ownVersion = standing?.version ?? 0;
    stream.snapshot = null;
    const views = standing === null ? [] : [told(standing, standing.nextAttemptAt)];
    send(stream, 'snapshot', { userId: stream.owner.user.id, stale, views }, reached(stream));
  };

  /** That they are told others' statuses is written down before they are; what their page shows, when it fetches it. */
  const note = async ({ owner }: Stream, changes: readonly Change[]): Promise<void> => {
    const userIds = changes.flatMap(({ kind, userId }) => (kind === 'record' ? [userId] : []));
    if (userIds.length > 0) await noteReads(owner, userIds);
  };

  /** The own change, or others' up to it: in order, for the id of an event says that everything before it was sent. */
  const sendBatch = async (stream: Stream, pending: PendingChanges): Promise<void> => {
    const next = pending.first(MAX_AUDITED);
    const place = next.findIndex(({ userId }) => userId === stream.owner.user.id);
    const batch = place === -1 ? next : next.slice(0, Math.max(1, place));
    const isOwn = place === 0;
    if (!isOwn) await note(stream, batch);
    for (const change of batch) {
      if (change.kind === 'reshared') {
        send(stream, 'stale', {}, change.position);
        continue;
      }
      // The snapshot had it.
      if (isOwn && change.version <= stream.ownVersion) continue;
      if (isOwn) stream.ownVersion = change.version;
      send(stream, 'census', told(change, change.retryAt), change.position);
      delivered(change);
    }
    pending.sent(batch);
    if (pending.takeOverflow()) send(stream, 'stale', {}, pending.reached(position()));
  };

  const sendPending = async (stream: Stream): Promise<void> => {
    while (stream.pending !== null && !stream.isOver) {
      if (stream.pending.isEmpty()) stream.pending = null;
      else await sendBatch(stream, stream.pending);
    }
  };

  const pump = async (stream: Stream): Promise<void> => {
    if (stream.isBusy || stream.isOver || clock.elapsed() < stream.retryAt) return;
    stream.isBusy = true;
    try {
      if (stream.snapshot !== null) await sendSnapshot(stream, stream.snapshot);
      await sendPending(stream);
      stream.retryAt = 0;
    } catch (error) {
      // Said once, not every time until it is mended.
      if (stream.retryAt === 0)
        log.warn(`stream of user ${stream.owner.user.id} waits, because something was not sent: ${error}`);
      stream.retryAt = clock.elapsed() + RETRY_MS;
    } finally {
      stream.isBusy = false;
    }
  };

  const end = (stream: Stream): void => {
    stream.isOver = true;
    stream.wire.end();
  };

  return {
    create: (owner, wire) => ({
      ...{ owner, wire, session: tokenHash(owner.token) },
      ...{ sentAt: clock.elapsed(), checkedAt: clock.elapsed(), goodAt: clock.elapsed() },
      ...{ pending: null, snapshot: { stale: true }, isBusy: true, retryAt: 0, ownVersion: 0, isOver: false },
    }),
    begin(stream, missed) {
      for (const change of missed ?? []) add(stream, change);
      stream.snapshot = { stale: missed === null };
      stream.isBusy = false;
      void pump(stream);
    },
    give(stream, change) {
      add(stream, change);
      void pump(stream);
    },
    resume(stream) {
      if (stream.snapshot !== null || stream.pending !== null) void pump(stream);
    },
    beat: (stream) => send(stream, 'beat', {}, place(stream)),
    // Who has had no snapshot yet has not shown anything.
    stale: (stream) => send(stream, 'stale', {}, place(stream)),
    reconnect(stream, inMs) {
      send(stream, 'reconnect', { inMs });
      end(stream);
    },
    end,
  };
};
