import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { readRows } from '../../../shared/persistence/rows.ts';
import { audit, type Entry } from './audit.ts';
import { noteTogether } from './looks-together.ts';

/** A look is somebody's. */
export interface Look extends Entry {
  actor: Actor;
}

/**
 * Somebody looked at other people's data (Ley 1581 de 2012): looks of a visit are one entry of the trail, which comes once it
 * is over (m0023). None when it was at nobody. Shown like any entry meanwhile, and on disk.
 */
export const look = async (em: EntityManager, entry: Look, now: Date): Promise<void> => {
  if (entry.subjectIds.length > 0) await noteLook(em, entry, now);
};

/** Notes a look, also at what is about nobody whom the portal knows. It is committed before it is answered. */
export const noteLook = async (
  em: EntityManager,
  { actor, action, subjectIds, ip, detail = '' }: Look,
  now: Date,
): Promise<void> => {
  await noteTogether(em, { at: now, who: actor.id, what: action, whom: subjectIds, ip, said: detail });
};

/** Somebody was shown what another service knows of other people. What they took away is an entry of its own. */
export const noteReads = (
  em: EntityManager,
  { userIds, ...entry }: ActionParams<'accounts.noteReads'>,
  now: Date,
): Promise<void> =>
  (entry.action === 'evidence.read' ? audit : look)(em, { ...entry, subjectIds: userIds }, now);

/** So many visits become entries in one transaction, which holds the end of the chain. */
const MOST = 100;

/** Closes visits that are over. @returns whether there may be more of them */
export const closeLooks = async (em: EntityManager, now: Date, most = MOST): Promise<boolean> =>
  (await close(em, now, most, null)) === most;

/** Closes every visit by or about somebody as it stands: what comes after is another. */
export const closeLooksOf = async (em: EntityManager, userId: string, now: Date): Promise<void> => {
  await close(em, now, MOST, userId);
};

const close = async (em: EntityManager, now: Date, most: number, of: string | null): Promise<number> => {
  const [row] = await readRows(
    em,
    z.object({ closed: z.number() }),
    `select "accounts"."close_looks"(?::timestamptz, ?::int, ?::uuid) as "closed"`,
    [now, most, of],
  );
  return row?.closed ?? 0;
};
