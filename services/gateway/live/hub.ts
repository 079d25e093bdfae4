import { randomBytes } from 'node:crypto';
import { SESSIONS_MOST } from '../../../shared/contract/accounts-session-actions.ts';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import { mayFollow, mayKnow } from '../../../shared/policy/access.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import type { Sessions } from '../known/sessions.ts';
import { createEventIds } from './event-id.ts';
import { type Change, createRecentChanges, type RecordChange } from './recent-changes.ts';
import { callingFor, ownStandings } from './standings.ts';
import { createStreaming, type Stream } from './stream.ts';
import { createStreamIndex } from './stream-index.ts';
import type { Owner, Wire } from './wire.ts';

interface HubOptions {
  call: Call;
  sessions: Pick<Sessions, 'read'>;
  log: { warn(message: string): void };
  /** Told how many streams are open whenever that changes. */
  counted(open: number): void;
  /** How many streams one address may have; any number unless told. */
  perAddress?: number;
  /** Told of every change that was written to a stream. */
  delivered?: (change: RecordChange) => void;
  clock?: Clock;
  /** A number from 0 to 1. */
  random?: () => number;
  /** How many changes are remembered for those who come back. */
  remembered?: number;
}

/** A browser shares one stream between its tabs; a person has few browsers. */
const MAX_STREAMS_PER_USER = 6;
const MAX_STREAMS = 10_000;
const REMEMBERED = 5_000;
const LOOK_ROUND_MS = 1_000;
const RECHECK_MS = 45_000;
/** Whose session nobody could vouch for that long gets nothing more. */
const UNCHECKED_MS = 120_000;
/**
 * Also how soon a browser notices that a stream is dead. Under 30 s, after which some proxies cut what is silent; each is a write
 * of 28 µs, most of what thousands of streams cost while nothing happens.
 */
const BEAT_MS = 25_000;
/** Whoever loses the stream comes back after a time between these, so that a restart does not bring all at once. */
const RETRY_MS = { from: 1_500, to: 4_000 };

/** The open event streams of this process: who gets which change, and when a stream has to end. */
export interface StreamHub {
  /**
   * @throws AppError `busy` (503) when this process holds as many streams as it can, `too_many_streams` (429) when this
   * address has as many as one may
   */
  requireRoom(ip: string): void;
  /** When a browser that loses its stream should come back, in ms; another time for each. */
  retryMs(): number;
  /**
   * Sends a snapshot of the person's own answer, then every change that they may see.
   *
   * @param lastId the id of the last event that the browser got, empty when it got none
   * @returns what to do when the other side is gone
   */
  open(owner: Owner, wire: Wire, lastId: string): () => void;
  /** A record changed: sends it to whoever may see it. */
  changed(event: DurableEvents['census.updated']): Promise<void>;
  /** Somebody decided anew who sees them: whoever saw them looks for themselves. */
  reshared(event: DurableEvents['user.consent_changed']): void;
  /** Somebody else has invited a person than was said: whoever showed them, or may now, looks for themselves. */
  corrected(event: DurableEvents['user.corrected']): void;
  /** Somebody is gone: ends their streams, and has whoever may show them look anew. */
  erased(event: DurableEvents['user.erased']): void;
  /** Ends the streams of a session that is over. */
  closeSession(tokenHash: string): void;
  /** Ends a person's streams, because what they may see is different now; their browsers open new ones. */
  closeUser(userId: string): void;
  /** Ends every stream; browsers come back to another process. */
  close(): void;
}

export const createStreamHub = (options: HubOptions): StreamHub => {
  const { call, log, counted, clock = systemClock, random = Math.random } = options;
  const { perAddress = Number.POSITIVE_INFINITY } = options;
  const streams = createStreamIndex();
  const recent = createRecentChanges(options.remembered ?? REMEMBERED);
  const ids = createEventIds(randomBytes(4).toString('hex'));
  const inNameOf = callingFor(call, options.sessions);
  const streaming = createStreaming({
    ...{ ids, clock, position: recent.position, log, delivered: options.delivered ?? (() => {}) },
    standingOf: ownStandings(call, inNameOf),
    noteReads: (owner, userIds) => inNameOf(owner)('accounts.noteReads', { userIds, ip: owner.ip }),
    tooSlow(stream) {
      log.warn(`stream of user ${stream.owner.user.id} cut: its reader is too slow`);
      forget(stream);
    },
  });
  let closed = false;

  const retryMs = (): number => Math.round(RETRY_MS.from + random() * (RETRY_MS.to - RETRY_MS.from));

  const forget = (stream: Stream): void => {
    streams.remove(stream);
    counted(streams.size());
  };
  const end = (stream: Stream): void => {
    forget(stream);
    streaming.end(stream);
  };

  /** A stream lives no longer than its session, and not with a role that has changed. Many are one question. */
  const recheck = async (some: readonly Stream[]): Promise<void> => {
    const tokenHashes = [...new Set(some.map(({ session }) => session))];
    const found = await call('accounts.openSessions', { tokenHashes });
    const roles = new Map(found.map(({ tokenHash, role }) => [tokenHash, role]));
    for (const stream of some)
      if (roles.get(stream.session) === stream.owner.user.role) stream.goodAt = clock.elapsed();
      else end(stream);
  };

  const lookRound = (): void => {
    const now = clock.elapsed();
    const due: Stream[] = [];
    for (const stream of [...streams.all()]) {
      streaming.resume(stream);
      if (now - stream.sentAt >= BEAT_MS) streaming.beat(stream);
      if (now - stream.goodAt >= UNCHECKED_MS) {
        log.warn(`stream of user ${stream.owner.user.id} ended: its session could not be looked at`);
        forget(stream);
        streaming.reconnect(stream, retryMs());
        continue;
      }
      if (now - stream.checkedAt < RECHECK_MS) continue;
      stream.checkedAt = now;
      due.push(stream);
    }
    for (let from = 0; from < due.length; from += SESSIONS_MOST) {
      const some = due.slice(from, from + SESSIONS_MOST);
      recheck(some).catch((error) => log.warn(`${some.length} streams not rechecked: ${error}`));
    }
  };
  const give = (change: Change): void => {
    for (const stream of streams.near(withCoordinator(change)))
      if (concerns(stream.owner.user, change)) streaming.give(stream, change);
  };
  const stopRounds = clock.every(LOOK_ROUND_MS, lookRound);

  return {
    retryMs,
    requireRoom(ip) {
      if (streams.countAt(ip) >= perAddress) {
        throw new AppError(
          'too_many_streams',
          'Hay demasiadas conexiones en vivo desde su conexión. La página se actualizará al recargarla.',
          { status: 429, retryAfterS: 30 },
        );
      }
      if (streams.size() < MAX_STREAMS && !closed) return;
      throw new AppError(
        'busy',
        'Hay demasiadas conexiones en vivo. La página se actualizará al recargarla.',
        { status: 503, retryAfterS: 30 },
      );
    },
    open(owner, wire, lastId) {
      const stream = streaming.create(owner, wire);
      const own = streams.ofUser(owner.user.id);
      for (const oldest of own.slice(0, Math.max(0, own.length - MAX_STREAMS_PER_USER + 1))) end(oldest);
      const place = ids.positionOf(lastId);
      const missed = place === null ? null : recent.since(place);
      streams.add(stream);
      counted(streams.size());
      streaming.begin(stream, missed?.filter((change) => concerns(owner.user, change)) ?? null);
      return () => forget(stream);
    },
    async changed(event) {
      const change = recent.add(event);
      if (change === null) return;
      give(change);
    },
    reshared: (event) => give(recent.reshare(event)),
    corrected({ userId, referrerId, coordinatorId = null, formerReferrerId, formerCoordinatorId = null }) {
      if (formerReferrerId === undefined) return;
      give(recent.reshare({ userId, referrerId: formerReferrerId, coordinatorId: formerCoordinatorId }));
      give(recent.reshare({ userId, referrerId, coordinatorId }));
    },
    erased({ userId, referrerId = null, coordinatorId = null }) {
      for (const stream of streams.near({ userId, referrerId, coordinatorId }))
        if (stream.owner.user.id === userId) end(stream);
        else streaming.stale(stream);
    },
    closeSession(tokenHash) {
      for (const stream of streams.ofSession(tokenHash)) end(stream);
    },
    closeUser(userId) {
      for (const stream of streams.ofUser(userId)) end(stream);
    },
    close() {
      closed = true;
      stopRounds();
      for (const stream of [...streams.all()]) {
        forget(stream);
        streaming.reconnect(stream, retryMs());
      }
    },
  };
};

/** Whose streams are told: of a record those who may see it, of who sees somebody those who saw them. */
const concerns = (user: Owner['user'], change: Change): boolean => {
  const subject = withCoordinator(change);
  return mayFollow(user, subject) || (change.kind === 'reshared' && mayKnow(user, subject));
};

/** Events of before this was told have none. */
const withCoordinator = <C extends { coordinatorId?: string | null | undefined }>(change: C) => ({
  ...change,
  coordinatorId: change.coordinatorId ?? null,
});
