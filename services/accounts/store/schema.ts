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
      users: 'select, insert, update, delete',
      // What was decided stays as it was; only its end is added.
      consents: 'select, insert, update ("withdrawn_at", "outdated")',
      // What people read stays as it was.
      consent_texts: 'select, insert',
      // Nobody takes a request out of the register. What people asked for stays as it was; who asked is forgotten once
      // they are erased and answered.
      requests:
        'select, insert, update ("due_on", "extension", "answered_at", "answered_by", "answer_channel", "answer", "is_erased", "nombre_completo", "cedula", "contact", "text", "asked_on", "missing", "lapses_on", "completed_on", "completion", "lapsed_at")',
      // Written when somebody is removed, whoever does it.
      removed_users: 'select, update ("detached_at")',
      // What is left of whoever was erased stays.
      erasures: 'select, insert',
      erasure_consents: 'select, insert',
      audit_redactions: 'select',
      redacting: 'select, insert, update, delete',
      counted_gone: 'select, insert, delete',
      referral_counts: 'select, insert, update, delete',
      referral_places: 'select, insert, update, delete',
      // The trail is added to, never with a number of the service's choosing; the chain is written by its trigger.
      audit: 'select, insert ("at", "actor_id", "action", "subject_ids", "ip", "detail")',
      audit_chain: 'select',
      audit_checkpoints: 'select',
      audit_turn: 'select',
      // Looks are added, and visits closed, by functions alone.
      audit_looks: 'select',
      trail: 'select',
      // Whoever makes them notes them.
      backups: 'select',
      outbox: 'select, insert, delete',
      catch_up: 'select, insert, update',
    },
    notedBackups: 'backups',
    functions: [
      'redact_audit(uuid, uuid, text[], uuid, timestamptz, text, text, int)',
      'note_look(timestamptz, uuid, text, uuid[], text, text)',
      'close_looks(timestamptz, int, uuid)',
      'redact_looks(uuid, uuid)',
    ],
  },
} satisfies Partial<DatabaseOptions>;
