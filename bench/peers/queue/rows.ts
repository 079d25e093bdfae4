import type pg from 'pg';

/**
 * What the census writes of each lookup as well: the person's record, its history, their place, and what is announced of it; with
 * the indexes that lists, histories and walks over what has changed need, whatever the queue is.
 */
export const makeTables = (pool: pg.Pool): Promise<unknown> =>
  pool.query(`
    create schema if not exists "peer";
    create table if not exists "peer"."records" ("id" uuid primary key, "cedula" text not null default '1020304050',
      "referrer" uuid, "status" text, "answer" jsonb, "answered_at" timestamptz, "version" int, "updated_at" timestamptz);
    create index if not exists "records_referrer" on "peer"."records" ("referrer", "status");
    create index if not exists "records_changed" on "peer"."records" ("updated_at", "id");
    create index if not exists "records_answered" on "peer"."records" ("answered_at");
    create table if not exists "peer"."attempts" ("id" uuid primary key default gen_random_uuid(),
      "record" uuid not null references "peer"."records" ("id"), "worker" text, "lane" text, "source" text,
      "started_at" timestamptz, "finished_at" timestamptz, "outcome" text);
    create index if not exists "attempts_record" on "peer"."attempts" ("record", "started_at");
    create index if not exists "attempts_started" on "peer"."attempts" ("started_at");
    create table if not exists "peer"."places" ("id" uuid primary key default gen_random_uuid(),
      "record" uuid not null references "peer"."records" ("id"), "place" jsonb, "first_at" timestamptz, "last_at" timestamptz);
    create index if not exists "places_record" on "peer"."places" ("record", "last_at");
    create table if not exists "peer"."outbox" ("id" bigint generated always as identity primary key, "name" text,
      "event" jsonb, "created_at" timestamptz)`);

const ANSWER = {
  ...{ kind: 'active', departamento: 'TOLIMA', municipio: 'VILLA ESPERANZA', puesto: 'ESC RURAL EL ROBLE' },
  ...{ direccion: 'VDA EL ROBLE', mesa: '3' },
};

const eventOf = (userId: string, status: string, answer: object | null) => ({
  ...{
    userId,
    referrerId: null,
    coordinatorId: null,
    status,
    version: 1,
    changedAt: new Date().toISOString(),
  },
  place:
    answer === null
      ? null
      : { municipio: 'VILLA ESPERANZA, TOLIMA', puesto: ANSWER.puesto, mesa: ANSWER.mesa },
});

/** One change of a record, in a transaction with its history and its announcement. */
const change = async (pool: pg.Pool, id: string, status: string, answer: object | null): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query({
      name: 'record',
      text: `insert into "peer"."records" ("id", "status", "answer", "answered_at", "version", "updated_at")
             values ($1, $2, $3, case when $3::jsonb is not null then now() end, 1, now()) on conflict ("id") do update
             set "status" = $2, "answer" = $3, "answered_at" = excluded."answered_at",
               "version" = "records"."version" + 1, "updated_at" = now()`,
      values: [id, status, answer],
    });
    await client.query(
      answer === null
        ? {
            name: 'open',
            text: 'insert into "peer"."attempts" ("record", "worker", "lane", "started_at") values ($1, \'bench\', \'directa\', now())',
            values: [id],
          }
        : {
            name: 'close',
            text: `update "peer"."attempts" set "finished_at" = now(), "source" = 'bench', "outcome" = 'active' where "record" = $1 and "finished_at" is null`,
            values: [id],
          },
    );
    if (answer !== null)
      await client.query({
        name: 'place',
        text: 'insert into "peer"."places" ("record", "place", "first_at", "last_at") values ($1, $2, now(), now())',
        values: [id, answer],
      });
    await client.query({
      name: 'outbox',
      text: 'insert into "peer"."outbox" ("name", "event", "created_at") values ($1, $2, now())',
      values: ['census.updated', eventOf(id, status, answer)],
    });
    await client.query('commit');
  } finally {
    client.release();
  }
};

/** The lookup leaves. */
export const noteLease = (pool: pg.Pool, id: string): Promise<void> => change(pool, id, 'PROCESSING', null);
/** The lookup has its answer. */
export const noteAnswer = (pool: pg.Pool, id: string): Promise<void> => change(pool, id, 'ACTIVE', ANSWER);
