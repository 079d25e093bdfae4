import type { Subject } from '../../../shared/contract/subject.ts';
import { connectionOf } from '../../../shared/origin/address-block.ts';
import type { Stream } from './stream.ts';

/** The open streams, found without looking at all of them. */
export interface StreamIndex {
  size(): number;
  all(): Iterable<Stream>;
  add(stream: Stream): void;
  remove(stream: Stream): void;
  /** One person's streams, oldest first. */
  ofUser(userId: string): readonly Stream[];
  /** Those of a session, by the hash of its token. */
  ofSession(tokenHash: string): readonly Stream[];
  /** How many one connection to the internet has: an IPv4 address, a /64 of IPv6. */
  countAt(ip: string): number;
  /** Those who alone can follow a subject: the person, who referred them, and who referred that one. */
  near(subject: Subject): Stream[];
}

export const createStreamIndex = (): StreamIndex => {
  const streams = new Set<Stream>();
  const byUser = new Map<string, Stream[]>();
  const bySession = new Map<string, Stream[]>();
  /** How many each has. */
  const connections = new Map<string, number>();

  // Lists, for nearly all have one stream, and a set of one takes several times as much.
  const put = (index: Map<string, Stream[]>, key: string, stream: Stream): void => {
    index.set(key, [...(index.get(key) ?? []), stream]);
  };
  const take = (index: Map<string, Stream[]>, key: string, stream: Stream): void => {
    const others = (index.get(key) ?? []).filter((other) => other !== stream);
    if (others.length === 0) index.delete(key);
    else index.set(key, others);
  };
  // Each change makes a list anew, so whoever goes through one may end streams meanwhile.
  const ofUser = (userId: string): readonly Stream[] => byUser.get(userId) ?? [];

  return {
    size: () => streams.size,
    all: () => streams,
    add(stream) {
      streams.add(stream);
      put(byUser, stream.owner.user.id, stream);
      put(bySession, stream.session, stream);
      const from = connectionOf(stream.owner.ip);
      connections.set(from, (connections.get(from) ?? 0) + 1);
    },
    remove(stream) {
      if (!streams.delete(stream)) return;
      take(byUser, stream.owner.user.id, stream);
      take(bySession, stream.session, stream);
      const from = connectionOf(stream.owner.ip);
      const left = (connections.get(from) ?? 0) - 1;
      if (left > 0) connections.set(from, left);
      else connections.delete(from);
    },
    ofUser,
    ofSession: (tokenHash) => bySession.get(tokenHash) ?? [],
    countAt: (ip) => connections.get(connectionOf(ip)) ?? 0,
    near({ userId, referrerId, coordinatorId }) {
      const ids = new Set([userId, referrerId, coordinatorId]);
      return [...ids].flatMap((id) => (id === null ? [] : ofUser(id)));
    },
  };
};
