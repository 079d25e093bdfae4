import type { EntityManager } from '@mikro-orm/postgresql';
import type { PolicyTexts } from './read-texts.ts';

/** Keeps every text that people may decide on from now on, as they read it: its file may be changed or go. */
export const keepTexts = async (
  em: EntityManager,
  { known }: Pick<PolicyTexts, 'known'>,
  now: Date,
): Promise<void> => {
  for (const { hash, version, text } of known)
    await em.execute(
      `insert into "accounts"."consent_texts" ("hash", "version", "text", "shown_since") values (?, ?, ?, ?)
       on conflict ("hash") do nothing`,
      [hash, version, text, now],
    );
};
