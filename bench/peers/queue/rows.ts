import type pg from 'pg';

/** What the census writes of each lookup as well: the person's record, its history, and what is announced of it. */
export const makeTables = (pool: pg.Pool): Promise<unknown> =>
  pool.query(`
    create schema if not exists "peer";
    create table if not exists "peer"."records" ("id" uuid primary key, "status" text, "answer" jsonb, "version" int,
      "updated_at" timestamptz);
    create table if not exists "peer"."attempts" ("id" uuid primary key default gen_random_uuid(), "record" uuid,
      "started_at" timestamptz, "finished_at" timestamptz, "outcome" text);
    create index if not exists "attempts_record" on "peer"."attempts" ("record", "started_at");
    create table if not exists "peer"."outbox" ("id" bigint generated always as identity primary key, "event" jsonb)`);

const ANSWER = {
  ...{ kind: 'active', departamento: 'TOLIMA', municipio: 'VILLA ESPERANZA', puesto: 'ESC RURAL EL ROBLE' },
  ...{ direccion: 'VDA EL ROBLE', mesa: '3' },
};

/** One change of a record, in a transaction with its history and its announcement. */
const change = async (pool: pg.Pool, id: string, status: string, answer: object | null): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query({
      name: 'record',
      text: `insert into "peer"."records" values ($1, $2, $3, 1, now()) on conflict ("id") do update
             set "status" = $2, "answer" = $3, "version" = "records"."version" + 1, "updated_at" = now()`,
      values: [id, status, answer],
    });
    await client.query(
      answer === null
        ? {
            name: 'open',
            text: 'insert into "peer"."attempts" ("record", "started_at") values ($1, now())',
            values: [id],
          }
        : {
            name: 'close',
            text: `update "peer"."attempts" set "finished_at" = now(), "outcome" = 'active' where "record" = $1 and "finished_at" is null`,
            values: [id],
          },
    );
    await client.query({
      name: 'outbox',
      text: 'insert into "peer"."outbox" ("event") values ($1)',
      values: [{ id, status }],
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
