import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import type { Seen } from '../../../shared/contract/audit.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { record } from './audit.ts';
import { gone, namesOf, personOf, readEntries } from './trail.ts';

/** More than anything is about. */
const ALL = 100_000;

/**
 * A page of the trail as it was written, to be taken away, newest first and with everybody whom an entry is about; that it
 * was taken is written down with its first page.
 *
 * @throws AppError `forbidden` (403), `validation` (400) when the cursor is none of ours
 */
export const exportTrail = async (
  em: EntityManager,
  { actor, limit, ip, ...asked }: ActionParams<'accounts.exportTrail'>,
  now: Date,
): Promise<ActionResult<'accounts.exportTrail'>> => {
  authorize(actor, 'administer');
  const userId = await personOf(em, asked);
  if (asked.cursor === undefined) {
    const subjectIds = userId == null ? [] : [userId];
    const said = [asked.action, asked.from, asked.until].filter((part) => part !== undefined).join(' ');
    await record(em, { actor, action: 'audit.export', subjectIds, ip, detail: said }, now);
  }
  const rows =
    userId === null ? [] : await readEntries(em, { ...asked, userId }, { count: limit + 1, named: ALL });
  const items = rows.slice(0, limit);
  const names = await namesOf(
    em,
    items.map(({ actorId }) => ({ actorId, first: [] })),
  );
  return {
    items: items.map(({ id, at, since, times, open, seen, actorId, action, first, ip: from, detail }) => ({
      ...{ id, at: at.toISOString(), action, subjectIds: first, ip: from, detail },
      ...{ since: since.toISOString(), times, open, seen: seen?.map(seenOf) ?? null },
      actor: actorId === null ? null : (names.get(actorId) ?? gone(actorId)),
    })),
    next: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
  };
};

const seenOf = ([times = 1, from = 0, until = 0]: readonly number[]): Seen => ({
  times,
  from: new Date(from / 1_000).toISOString(),
  until: new Date(until / 1_000).toISOString(),
});
