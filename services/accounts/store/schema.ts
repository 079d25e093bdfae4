import type { DatabaseOptions } from '../../../shared/persistence/database.ts';
import * as entities from './entities.ts';
import { migrations } from './migrations/migrations.ts';

/** What opening the database of accounts takes, besides its address. */
export const accountsSchema = {
  schema: 'accounts' as const,
  entities: Object.values(entities),
  migrations,
  grants: {
    role: 'accounts' as const,
    tables: {
      migrations: 'select',
      users: 'select, insert, update',
      // What was decided stays as it was; only its end is added.
      consents: 'select, insert, update ("withdrawn_at", "outdated")',
      // What people read stays as it was.
      consent_texts: 'select, insert',
      // Nobody but an administrator removes a person.
      // Nobody takes a request out of the register but with its person.
      requests:
        'select, insert, update ("due_on", "extension", "answered_at", "answered_by", "answer_channel", "answer")',
      removed_users: 'select',
      referral_counts: 'select, insert, update',
      // The trail is added to, never with a number of the service's choosing; the chain is written by its trigger.
      audit: 'select, insert ("at", "actor_id", "action", "subject_ids", "ip", "detail")',
      audit_chain: 'select',
      audit_checkpoints: 'select',
      audit_turn: 'select',
      outbox: 'select, insert, delete',
      catch_up: 'select, insert, update',
    },
  },
} satisfies Partial<DatabaseOptions>;
