import type { CensusView } from '../../../shared/contract/census.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import { viewOf } from '../answer/census-views.ts';
import { orNull } from '../web/or-null.ts';
import type { EventIds } from './event-id.ts';
import { createPendingChanges } from './pending-changes.ts';
import type { Change } from './recent-changes.ts';
import type { Owner, Wire } from './wire.ts';

/** One open stream: changes are given to it in order, and it sends each when it may. */
export interface Stream {
  owner: Owner;
  /** When it last sent something, and when its session was last looked at, in ms. */
  sentAt: number;
  checkedAt: number;
  /**
   * Sends what is known now, then every change that is given.
   *
   * @param missed changes since the stream before this one; null when nobody knows them
   */
  begin(missed: readonly Change[] | null): void;
  give(change: Change): void;
  /** Tries again what could not be sent, if it is time for it. */
  resume(): void;
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
  now: () => number;
  /** The last change's place. */
  position: () => number;
  log: { warn(message: string): void };
  /** A change was written to the stream. */
  delivered(change: Change): void;
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

export const createStream = (options: StreamOptions): Stream => {
  const { owner, wire, call, ids, now, position, log, delivered, tooSlow } = options;
  const { id, role } = owner.user;
  const actor = { id, role };
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
    stream.sentAt = now();
    wire.send(event, data, at === undefined ? undefined : ids.of(at));
  };

  /** Null for who is never looked up. */
  const ownView = (): Promise<CensusView | null> => orNull(viewOf(call, actor, id));

  const sendSnapshot = async ({ stale }: { stale: boolean }): Promise<void> => {
    const view = await ownView();
    ownVersion = view?.version ?? 0;
    snapshot = null;
    send('snapshot', { userId: id, stale, views: view === null ? [] : [view] }, pending.reached(position()));
  };

  const sendOwn = async (change: Change): Promise<void> => {
    if (change.version <= ownVersion) return;
    const view = await ownView();
    if (view === null || view.version <= ownVersion) return;
    ownVersion = view.version;
    send('census', view, change.position);
    delivered(change);
  };

  /** That they are told others' statuses is written down before they are; the rest they read on a page, as ever. */
  const sendOthers = async (changes: readonly Change[]): Promise<void> => {
    if (changes.length === 0) return;
    const userIds = changes.map(({ userId }) => userId);
    await call('accounts.noteReads', { actor, userIds, ip: owner.ip });
    for (const change of changes) {
      const { userId, version, status, position } = change;
      send('census', { userId, version, status }, position);
      delivered(change);
    }
  };

  /** In order, for the id of an event says that everything before it was sent. */
  const sendBatch = async (): Promise<void> => {
    const batch = pending.first(MAX_AUDITED);
    const own = batch.find(({ userId }) => userId === id);
    const others = own === undefined ? batch : batch.slice(0, batch.indexOf(own));
    await sendOthers(others);
    pending.sent(others);
    if (own !== undefined) {
      await sendOwn(own);
      pending.sent([own]);
    }
    if (pending.takeOverflow()) send('stale', {}, pending.reached(position()));
  };

  const pump = async (): Promise<void> => {
    if (busy || over || now() < retryAt) return;
    busy = true;
    try {
      if (snapshot !== null) await sendSnapshot(snapshot);
      while (!pending.isEmpty() && !over) await sendBatch();
      retryAt = 0;
    } catch (error) {
      // Said once, not every time until it is mended.
      if (retryAt === 0) log.warn(`stream of user ${id} waits, because something was not sent: ${error}`);
      retryAt = now() + RETRY_MS;
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
    sentAt: now(),
    checkedAt: now(),
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
    reconnect(inMs) {
      send('reconnect', { inMs });
      end();
    },
    end,
  };
  return stream;
};
