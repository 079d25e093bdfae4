import type { Session } from 'better-sse';
import type { User } from '../../../shared/contract/accounts.ts';
import type { CensusView } from '../../../shared/contract/census.ts';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import { AppError, isAppError } from '../../../shared/errors.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import { mayFollow } from '../../../shared/policy/access.ts';

/** One open stream and whose it is. */
interface Stream {
  session: Session;
  user: User;
  token: string;
  ip: string;
  /** Ends the response: the library only ends its own side. */
  end(): void;
  /** Versions already sent, by person: older ones are not sent again. */
  sent: Map<string, number>;
}

interface HubOptions {
  call: Call;
  log: { warn(message: string): void };
  /** Told how many streams are open whenever that changes. */
  counted(open: number): void;
}

/** A browser shares one stream between its tabs; a person has few browsers. */
const MAX_STREAMS_PER_USER = 20;
const MAX_STREAMS = 10_000;
const RECHECK_MS = 30_000;

/** The open event streams of this process: who gets which change, and when a stream has to end. */
export interface StreamHub {
  /** @throws AppError `busy` (503) when this process holds as many streams as it can */
  requireRoom(): void;
  /** Sends a snapshot of the person's own answer, then every change that they may see. */
  open(session: Session, owner: Pick<Stream, 'user' | 'token' | 'ip' | 'end'>): Promise<void>;
  /** A record changed: sends it to whoever may see it. */
  changed(event: DurableEvents['census.updated']): Promise<void>;
  /** Ends the streams of a session that is over. */
  closeSession(token: string): void;
  /** Ends a person's streams, on every device: what they may see has changed. */
  closeUser(userId: string): void;
  /** Ends every stream; browsers come back to another process. */
  close(): void;
}

export const createStreamHub = ({ call, log, counted }: HubOptions): StreamHub => {
  const streams = new Set<Stream>();

  const end = (stream: Stream): void => {
    streams.delete(stream);
    counted(streams.size);
    stream.end();
  };

  const send = (stream: Stream, view: CensusView): void => {
    if (!stream.session.isConnected || (stream.sent.get(view.userId) ?? 0) >= view.version) return;
    stream.sent.set(view.userId, view.version);
    stream.session.push(view, 'census', `${view.userId}:${view.version}`);
  };

  /** A stream lives no longer than its session, and not with a role that has changed. */
  const recheck = async (stream: Stream): Promise<void> => {
    const found = await call('accounts.session', { token: stream.token });
    if (found === null || found.user.role !== stream.user.role) end(stream);
  };

  const timer = setInterval(() => {
    for (const stream of streams) {
      recheck(stream).catch((error) => log.warn(`stream of user ${stream.user.id} not rechecked: ${error}`));
    }
  }, RECHECK_MS).unref();

  /** Sends a view that the owner may see; that they saw somebody else's is written down first. */
  const sendView = async (stream: Stream, userId: string): Promise<void> => {
    const { id, role } = stream.user;
    const actor = { id, role };
    if (userId !== id) await call('accounts.noteRead', { actor, userId, ip: stream.ip });
    send(stream, await call('census.view', { actor, userId }));
  };

  const sendOwn = async (stream: Stream): Promise<void> => {
    const { user } = stream;
    try {
      await sendView(stream, user.id);
    } catch (error) {
      // No record yet: it will come as a change.
      if (!isAppError(error) || error.status !== 404) throw error;
    }
  };

  return {
    requireRoom() {
      if (streams.size < MAX_STREAMS) return;
      throw new AppError(
        'busy',
        'Hay demasiadas conexiones en vivo. La página se actualizará al recargarla.',
        {
          status: 503,
          retryAfterS: 30,
        },
      );
    },
    async open(session, owner) {
      const { user } = owner;
      const stream: Stream = { session, ...owner, sent: new Map() };
      const own = [...streams].filter((other) => other.user.id === user.id);
      for (const oldest of own.slice(0, Math.max(0, own.length - MAX_STREAMS_PER_USER + 1))) end(oldest);
      streams.add(stream);
      counted(streams.size);
      session.on('disconnected', () => {
        streams.delete(stream);
        counted(streams.size);
      });
      await sendOwn(stream).catch((error) => log.warn(`no snapshot for user ${user.id}: ${error}`));
    },
    async changed({ userId, referrerId, coordinatorId = null, version }) {
      for (const stream of streams) {
        if (!mayFollow(stream.user, { userId, referrerId, coordinatorId })) continue;
        if ((stream.sent.get(userId) ?? 0) >= version) continue;
        // One stream's trouble is not the others', nor the bus's: this person's next change or look brings it.
        await sendView(stream, userId).catch((error) =>
          log.warn(`a change of user ${userId} not sent to user ${stream.user.id}: ${error}`),
        );
      }
    },
    closeSession(token) {
      for (const stream of streams) if (stream.token === token) end(stream);
    },
    closeUser(userId) {
      for (const stream of streams) if (stream.user.id === userId) end(stream);
    },
    close() {
      clearInterval(timer);
      for (const stream of streams) end(stream);
    },
  };
};
