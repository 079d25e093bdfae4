import type { EntityManager } from '@mikro-orm/postgresql';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import { newsOf, queueNews } from '../push/queue-news.ts';
import type { PushSettings } from '../push/settings.ts';
import { copyStatuses } from './copy-statuses.ts';

type Change = DurableEvents['census.updated'];

/**
 * Takes over what the census says of records: the copies of their statuses, and what people are to be told of it, which is
 * written down with the copy and so once.
 *
 * @returns the changes that were news
 */
export const hearChanges = <C extends Change>(
  em: EntityManager,
  items: readonly C[],
  { personDay }: Pick<PushSettings, 'personDay'>,
  now: Date,
): Promise<C[]> => {
  if (items.every((item) => newsOf(item) === null)) return copyStatuses(em, items);
  return em.transactional(async (tx) => {
    const news = await copyStatuses(tx, items);
    await queueNews(tx, news, personDay, now);
    return news;
  });
};
