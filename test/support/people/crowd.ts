import { setTimeout as sleep } from 'node:timers/promises';
import type { User } from '../../../shared/contract/accounts.ts';
import type { CensusView, Status } from '../../../shared/contract/census.ts';
import { HANG_MS, HangError } from '../eventually.ts';
import { type Client, createClient, hasComeToRest, newCedula, type Reply } from './client.ts';

/** What a cédula's last two digits bring about in the end. */
const endOf = {
  '00': 'ACTIVE',
  '01': 'CANCELLED_DECEASED',
  '02': 'CANCELLED_OTHER',
  '03': 'NOT_FOUND',
  '04': 'BLOCKED',
  '06': 'ERROR',
  '08': 'ACTIVE',
  '09': 'ERROR',
} as const satisfies Record<string, Status>;
export type Suffix = keyof typeof endOf;

/** Those whose first lookup fails: they are tried again. */
export const failing: readonly Suffix[] = ['04', '06', '08', '09'];

/** Kinds that one lookup answers, in turn, and now and then one that fails. */
const kinds: readonly Suffix[] = ['00', '01', '02', '03', '00', '03', '02', '01', '00', '04', '00', '08'];

/** The kinds of `count` people, the same mix each time. */
export const mix = (count: number, from = 0): Suffix[] =>
  Array.from({ length: count }, (_, n) => kinds[(n + from) % kinds.length] ?? '00');

/** A person whose registration the portal has accepted. */
export interface Member {
  cedula: string;
  suffix: Suffix;
  expected: Status;
  client: Client;
  userId: string;
  /** When the portal accepted the registration, and when that attempt was sent, in ms since epoch. */
  acceptedAt: number;
  sentAt: number;
  /** The last view that the portal gave. */
  view: CensusView | null;
  /** When that view was an answer for good, in ms since epoch. */
  settledAt: number | null;
}

/**
 * The status that fits a member's cédula; for those who fail anyway, also the error of a last attempt that a fault
 * interrupted.
 */
export const hasRightEnd = ({ suffix, expected, view }: Member): boolean => {
  if (view?.status === expected) return true;
  const interrupted = ['crash', 'browser_crash', 'network'].includes(view?.error?.code ?? '');
  return failing.includes(suffix) && interrupted;
};

/** Everybody who registered with one portal, and what it answered to them. */
export interface Crowd {
  members: readonly Member[];
  /** How often the portal gave each HTTP status; `away` when it could not be reached. */
  replies: ReadonlyMap<number | 'away', number>;
  /** When somebody was told that a part of the portal is away, in ms since epoch. */
  unavailable: readonly number[];
  /** Answers that nobody should ever get, such as a 500. */
  unexpected: readonly string[];
  /** Registers one person a suffix, each again and again until the portal accepts it. */
  join(suffixes: readonly Suffix[]): Promise<Member[]>;
  /** Waits until these people have an answer for good. @throws HangError with those who have none */
  settled(people: readonly Member[], boundMs?: number): Promise<void>;
}

const AT_ONCE = 4;
const RETRY_MS = 500;
const LOOK_EACH_MS = 30;
const PASSWORD = 'una-clave-larga';

/** @param retryMs how long somebody waits who was not let in, before the next try */
export const createCrowd = (origin: string, retryMs = RETRY_MS): Crowd => {
  const members: Member[] = [];
  const replies = new Map<number | 'away', number>();
  const unavailable: number[] = [];
  const unexpected: string[] = [];

  const count = (status: number | 'away') => replies.set(status, (replies.get(status) ?? 0) + 1);

  /** @returns null when the portal was away or asked for patience */
  const ask = async <T>(
    what: string,
    allowed: readonly number[],
    send: () => Promise<Reply<T>>,
  ): Promise<Reply<T> | null> => {
    try {
      const reply = await send();
      count(reply.status);
      if (allowed.includes(reply.status)) return reply;
      if (reply.status === 503) unavailable.push(Date.now());
      else unexpected.push(`${what}: ${reply.status} ${JSON.stringify(reply.body)}`);
      return null;
    } catch (error) {
      // undici's way to say that nobody listens, or that the connection was cut.
      if (!(error instanceof TypeError)) throw error;
      count('away');
      return null;
    }
  };

  const register = async (suffix: Suffix): Promise<Member> => {
    const cedula = newCedula(suffix);
    const client = createClient(origin);
    const deadline = Date.now() + HANG_MS;
    while (Date.now() < deadline) {
      const sentAt = Date.now();
      const reply = await ask<{ user: User }>('register', [201, 409], () =>
        client.register({ cedula, password: PASSWORD }),
      );
      // Taken: the portal had accepted it, and its answer was lost on the way.
      const known =
        reply?.status === 409
          ? await ask<{ user: User }>('login', [200], () => client.login({ cedula, password: PASSWORD }))
          : reply;
      if (known !== null) {
        const { id: userId } = known.body.user;
        const found = { acceptedAt: Date.now(), sentAt, view: null, settledAt: null };
        return { cedula, suffix, expected: endOf[suffix], client, userId, ...found };
      }
      await sleep(retryMs);
    }
    throw new HangError(`not registered within ${HANG_MS} ms: ${[...replies].join(' ')}`);
  };

  const look = async (member: Member): Promise<void> => {
    const reply = await ask<CensusView>('census', [200, 404], () => member.client.get('/me/census'));
    if (reply?.status !== 200) return;
    member.view = reply.body;
    if (hasComeToRest(reply.body)) member.settledAt = Date.now();
  };

  return {
    members,
    replies,
    unavailable,
    unexpected,
    async join(suffixes) {
      const joined = await inTurns(suffixes, register);
      members.push(...joined);
      return joined;
    },
    async settled(people, boundMs = HANG_MS) {
      const deadline = Date.now() + boundMs;
      for (;;) {
        const waiting = people.filter(({ settledAt }) => settledAt === null);
        if (waiting.length === 0) return;
        if (Date.now() > deadline) {
          const views = waiting.map(({ suffix, view }) => `${suffix} ${JSON.stringify(view)}`);
          throw new HangError(`${waiting.length} people without an answer:\n${views.join('\n')}`);
        }
        await inTurns(waiting, look);
        // A crowd that asks without pause would be the load that it measures.
        await sleep(RETRY_MS + waiting.length * LOOK_EACH_MS);
      }
    },
  };
};

/** Works through a list, a few at once. */
const inTurns = async <T, R>(list: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> => {
  const results: R[] = [];
  const left = list.entries();
  const worker = async (): Promise<void> => {
    for (const [index, one] of left) results[index] = await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
};
