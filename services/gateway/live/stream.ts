import type { CensusView } from '../../../shared/contract/census.ts';
import { tokenHash } from '../../../shared/identity/token-hash.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { viewOf } from '../answer/census-views.ts';
import { orNull } from '../web/or-null.ts';
import type { EventIds } from './event-id.ts';
import { createPendingChanges } from './pending-changes.ts';
import type { Change, RecordChange } from './recent-changes.ts';
import type { Owner, Wire } from './wire.ts';

/** One open stream: changes are given to it in order, and it sends each when it may. */
export interface Stream {
  owner: Owner;
  /** The hash of its session's token. */
  session: string;
  /** When it last sent something, by the clock's `elapsed`. */
  sentAt: number;
  /** When its session was last asked about, and when it was last known to be good. */
  checkedAt: number;
  goodAt: number;
  /**
   * Sends what is known now, then every change that is given.
   *
   * @param missed changes since the stream before this one; null when nobody knows them
   */
  begin(missed: readonly Change[] | null): void;
  give(change: Change): void;
  /** Tries again what could not be sent, if it is time for it. */
  resume(): void;
  /** Says that what is shown may be old: the page looks by itself. */
  stale(): void;
  /** Says that it is alive, and how far it is. */
  beat(): void;
  /** Says that it ends and when to come back, and ends. */
  reconnect(inMs: number): void;
  end(): void;
}

interface StreamOptions {
  owner: Owner;
  wire: Wire;
  call: Call;
  ids: EventIds;
  clock: Clock;
  /** The last change's place. */
  position: () => number;
  log: { warn(message: string): void };
  /** A change was written to the stream. */
  delivered(change: RecordChange): void;
  /** The reader did not keep up, and the stream was cut. */
  tooSlow(): void;
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
  { userId, version, status }: Pick<CensusView, 'userId' | 'version' | 'status'>,
  retryAt: string | null | undefined,
) => ({
  ...{ userId, version, status },
  // What is tried again is no end.
  ...(retryAt == null ? {} : { retryAt }),
});

export const createStream = (options: StreamOptions): Stream => {
  const { owner, wire, call, ids, clock, position, log, delivered, tooSlow } = options;
  const { id } = owner.user;
  const pending = createPendingChanges(MAX_PENDING);
  /** What the snapshot has to say; null when it was sent. */
  let snapshot: { stale: boolean } | null = { stale: true };
  let busy = true;
  let retryAt = 0;
  let ownVersion = 0;
  let over = false;

  const send = (event: string, data: unknown, at?: number): void => {
    if (over) return;
    if (wire.waitingBytes() > MAX_WAITING_BYTES) {
      over = true;
      wire.cut();
      tooSlow();
      return;
    }
    stream.sentAt = clock.elapsed();
    wire.send(event, data, at === undefined ? undefined : ids.of(at));
  };

  const sendSnapshot = async ({ stale }: { stale: boolean }): Promise<void> => {
    // Null for who is never looked up.
    const view = await orNull(viewOf(call, id));
    ownVersion = view?.version ?? 0;
    snapshot = null;
    const views = view === null ? [] : [told(view, view.nextAttemptAt)];
    send('snapshot', { userId: id, stale, views }, pending.reached(position()));
  };

  /** That they are told others' statuses is written down before they are; what their page shows, when it fetches it. */
  const note = async (changes: readonly Change[]): Promise<void> => {
    const userIds = changes.flatMap(({ kind, userId }) => (kind === 'record' ? [userId] : []));
    if (userIds.length > 0) await call('accounts.noteReads', { userIds, ip: owner.ip });
  };

  /** The own change, or others' up to it: in order, for the id of an event says that everything before it was sent. */
  const sendBatch = async (): Promise<void> => {
    const next = pending.first(MAX_AUDITED);
    const place = next.findIndex(({ userId }) => userId === id);
    const batch = place === -1 ? next : next.slice(0, Math.max(1, place));
    const isOwn = place === 0;
    if (!isOwn) await note(batch);
    for (const change of batch) {
      if (change.kind === 'reshared') {
        send('stale', {}, change.position);
        continue;
      }
      // The snapshot had it.
      if (isOwn && change.version <= ownVersion) continue;
      if (isOwn) ownVersion = change.version;
      send('census', told(change, change.retryAt), change.position);
      delivered(change);
    }
    pending.sent(batch);
    if (pending.takeOverflow()) send('stale', {}, pending.reached(position()));
  };

  const pump = async (): Promise<void> => {
    if (busy || over || clock.elapsed() < retryAt) return;
    busy = true;
    try {
      if (snapshot !== null) await sendSnapshot(snapshot);
      while (!pending.isEmpty() && !over) await sendBatch();
      retryAt = 0;
    } catch (error) {
      // Said once, not every time until it is mended.
      if (retryAt === 0) log.warn(`stream of user ${id} waits, because something was not sent: ${error}`);
      retryAt = clock.elapsed() + RETRY_MS;
    } finally {
      busy = false;
    }
  };

  const end = (): void => {
    over = true;
    wire.end();
  };

  const stream: Stream = {
    owner,
    session: tokenHash(owner.token),
    sentAt: clock.elapsed(),
    checkedAt: clock.elapsed(),
    goodAt: clock.elapsed(),
    begin(missed) {
      for (const change of missed ?? []) pending.add(change);
      snapshot = { stale: missed === null };
      busy = false;
      void pump();
    },
    give(change) {
      pending.add(change);
      void pump();
    },
    resume() {
      if (snapshot !== null || !pending.isEmpty()) void pump();
    },
    // Before its snapshot it has no place.
    beat: () => send('beat', {}, snapshot === null ? pending.reached(position()) : undefined),
    // Who has had no snapshot yet has not shown anything.
    stale: () => send('stale', {}, snapshot === null ? pending.reached(position()) : undefined),
    reconnect(inMs) {
      send('reconnect', { inMs });
      end();
    },
    end,
  };
  return stream;
};
