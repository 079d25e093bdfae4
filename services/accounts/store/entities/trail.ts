import { defineEntity, p } from '@mikro-orm/core';

/** Who read or changed another person's data. */
export const AuditEntity = defineEntity({
  name: 'AuditEntry',
  tableName: 'audit',
  properties: {
    id: p.bigint('string').primary().autoincrement(),
    at: p.datetime(),
    actorId: p.uuid().nullable(),
    action: p.string(),
    subjectIds: p.array().$type<string[]>().columnType('uuid[]'),
    ip: p.string(),
    /** What else there is to say of it: a reason, a filter. */
    detail: p.string(),
  },
});

/** What this installation alone knows. */
export const SecretEntity = defineEntity({
  name: 'Secret',
  tableName: 'secrets',
  properties: {
    name: p.string().primary(),
    value: p.blob(),
  },
});
