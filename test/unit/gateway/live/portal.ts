import { askedSessions } from '../../../../services/gateway/known/sessions.ts';
import { createStreamHub, type StreamHub } from '../../../../services/gateway/live/hub.ts';
import type { User } from '../../../../shared/contract/accounts.ts';
import type { ActionName } from '../../../../shared/contract/actions.ts';
import type { CensusView } from '../../../../shared/contract/census.ts';
import type { DurableEvents } from '../../../../shared/contract/events.ts';
import { AppError } from '../../../../shared/errors.ts';
import { tokenHash } from '../../../../shared/identity/token-hash.ts';
import type { Call } from '../../../../shared/moleculer/call.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { viewWith } from '../support/views.ts';

/** What a stream says of a record. */
type Told = Pick<CensusView, 'userId' | 'version' | 'status'>;

interface Sent {
  event: string;
  data: { userId?: string; version?: number; stale?: boolean; views?: Told[] };
  id: string | undefined;
}

/** A browser's side of a stream. */
export interface Reader {
  sent: Sent[];
  /** What it was told about one person's record, by version. */
  versionsOf(userId: string): number[];
  /** Bytes that it leaves untaken. */
  untaken: number;
  how: 'open' | 'ended' | 'cut';
  leave(): void;
}

export const changeOf = (
  userId: string,
  version: number,
  above: Partial<DurableEvents['census.updated']> = {},
): DurableEvents['census.updated'] => ({
  userId,
  version,
  referrerId: null,
  coordinatorId: null,
  status: 'ACTIVE',
  ...above,
});

/** A hub whose services, clock and wires are played. */
export interface Portal {
  hub: StreamHub;
  warnings: string[];
  /** Every call, by name. */
  calls: { name: ActionName; params: Record<string, unknown> }[];
  /** The version of each person's record as census has it. */
  versions: Map<string, number>;
  /** Who has registered and has no record yet. */
  newcomers: Set<string>;
  /** Users by session token; none = the session is over. */
  sessions: Map<string, User>;
  open: number;
  /** While it is set, services do not answer but fail with it. */
  trouble: Error | null;
  connect(user: User, lastId?: string, token?: string): Reader;
  /** Lets time pass and everything that waits for it happen. */
  pass(ms: number): Promise<void>;
}

/** Lets every promise that is ready go on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** @param perAddress how many streams an address may have */
export const createPortal = (remembered?: number, perAddress = 1_000): Portal => {
  const clock = createFakeClock();

  const answer = (name: ActionName, params: Record<string, unknown>): unknown => {
    if (name === 'census.view') {
      const userId = String(params.userId);
      if (portal.newcomers.has(userId)) throw new AppError('not_found', 'Nada.', { status: 404 });
      return viewWith({ userId, version: portal.versions.get(userId) ?? 1 });
    }
    if (name === 'census.standings')
      return (params.userIds as string[])
        .filter((userId) => !portal.newcomers.has(userId))
        .map((userId) => viewWith({ userId, version: portal.versions.get(userId) ?? 1 }));
    if (name === 'accounts.registered')
      return (params.userIds as string[]).map((userId) => ({
        ...{ userId, referrerId: null, coordinatorId: null },
      }));
    if (name === 'census.views')
      return (params.newcomers as { userId: string }[]).map(({ userId }) => viewWith({ userId, version: 0 }));
    if (name === 'accounts.openSessions') {
      const asked = new Set(params.tokenHashes as string[]);
      return [...portal.sessions].flatMap(([token, { role }]) =>
        asked.has(tokenHash(token)) ? [{ tokenHash: tokenHash(token), role }] : [],
      );
    }
    if (name === 'accounts.session') {
      const user = portal.sessions.get(String(params.token));
      return user === undefined ? null : { user, passport: 'a passport' };
    }
    return null;
  };
  const call = (async (name: ActionName, params: Record<string, unknown>) => {
    portal.calls.push({ name, params });
    await settle();
    if (portal.trouble !== null) throw portal.trouble;
    return answer(name, params);
  }) as Call;

  const portal: Portal = {
    warnings: [],
    calls: [],
    versions: new Map(),
    newcomers: new Set(),
    sessions: new Map(),
    open: 0,
    trouble: null,
    hub: createStreamHub({
      call,
      sessions: askedSessions(call),
      log: { warn: (message) => portal.warnings.push(message) },
      counted: (open) => {
        portal.open = open;
      },
      clock,
      random: () => 0.5,
      perAddress,
      ...(remembered === undefined ? {} : { remembered }),
    }),
    connect(user, lastId = '', token = user.id) {
      if (!portal.sessions.has(token)) portal.sessions.set(token, user);
      const reader: Reader = {
        sent: [],
        versionsOf: (userId) =>
          reader.sent.flatMap(({ data }) => {
            const told: Partial<Told>[] = data.views ?? [data];
            return told.flatMap((one) =>
              one.userId === userId && one.version !== undefined ? [one.version] : [],
            );
          }),
        untaken: 0,
        how: 'open',
        leave: () => left(),
      };
      const left = portal.hub.open(
        { user, token, ip: '127.0.0.1' },
        {
          send: (event, data, id) => reader.sent.push({ event, data: data as Sent['data'], id }),
          waitingBytes: () => reader.untaken,
          end: () => {
            reader.how = 'ended';
          },
          cut: () => {
            reader.how = 'cut';
          },
        },
        lastId,
      );
      return reader;
    },
    async pass(ms) {
      for (let passed = 0; passed < ms; passed += 1_000) {
        await clock.pass(1_000);
        for (let turn = 0; turn < 5; turn += 1) await settle();
      }
      for (let turn = 0; turn < 20; turn += 1) await settle();
    },
  };
  return portal;
};
