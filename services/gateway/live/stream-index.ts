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
  ofUser(userId: string): Stream[];
  /** Those of a session, by the hash of its token. */
  ofSession(tokenHash: string): Stream[];
  /** How many one connection to the internet has: an IPv4 address, a /64 of IPv6. */
  countAt(ip: string): number;
  /** Those who alone can follow a subject: the person, who referred them, and who referred that one. */
  near(subject: Subject): Stream[];
}

export const createStreamIndex = (): StreamIndex => {
  const streams = new Set<Stream>();
  const byUser = new Map<string, Set<Stream>>();
  const bySession = new Map<string, Set<Stream>>();
  const byAddress = new Map<string, Set<Stream>>();

  const put = (index: Map<string, Set<Stream>>, key: string, stream: Stream): void => {
    const found = index.get(key);
    if (found === undefined) index.set(key, new Set([stream]));
    else found.add(stream);
  };
  const take = (index: Map<string, Set<Stream>>, key: string, stream: Stream): void => {
    const found = index.get(key);
    found?.delete(stream);
    if (found?.size === 0) index.delete(key);
  };
  const ofUser = (userId: string): Stream[] => [...(byUser.get(userId) ?? [])];

  return {
    size: () => streams.size,
    all: () => streams,
    add(stream) {
      streams.add(stream);
      put(byUser, stream.owner.user.id, stream);
      put(bySession, stream.session, stream);
      put(byAddress, connectionOf(stream.owner.ip), stream);
    },
    remove(stream) {
      streams.delete(stream);
      take(byUser, stream.owner.user.id, stream);
      take(bySession, stream.session, stream);
      take(byAddress, connectionOf(stream.owner.ip), stream);
    },
    ofUser,
    ofSession: (tokenHash) => [...(bySession.get(tokenHash) ?? [])],
    countAt: (ip) => byAddress.get(connectionOf(ip))?.size ?? 0,
    near({ userId, referrerId, coordinatorId }) {
      const ids = new Set([userId, referrerId, coordinatorId]);
      return [...ids].flatMap((id) => (id === null ? [] : ofUser(id)));
    },
  };
};
