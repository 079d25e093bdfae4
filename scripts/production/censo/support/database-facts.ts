import type pg from 'pg';
import { errorCodeOf } from '../../../../shared/errors.ts';
import { withClient } from '../database/client.ts';

const OURS = `('accounts', 'census')`;

/** What is asked of Postgres: numbers, times and the names of what the product made; no row of anybody. */
const questions: Record<string, string> = {
  server: `select current_setting('server_version') as version, current_setting('max_connections') as max_connections,
    current_setting('shared_buffers') as shared_buffers, current_setting('work_mem') as work_mem,
    pg_size_pretty(pg_database_size(current_database())) as size, pg_is_in_recovery() as replica`,
  tables: `select schemaname as schema, relname as table, n_live_tup as live, n_dead_tup as dead,
    pg_total_relation_size(relid) as bytes, seq_scan, idx_scan, last_autovacuum, last_autoanalyze
    from pg_stat_user_tables where schemaname in ${OURS} order by 5 desc`,
  activity: `select usename as role, state, wait_event_type, wait_event, count(*)::int,
    max(extract(epoch from clock_timestamp() - xact_start))::int as oldest_s
    from pg_stat_activity where datname = current_database() group by 1, 2, 3, 4`,
  accountsMigrations: 'select name, executed_at from accounts.migrations order by id',
  censusMigrations: 'select name, executed_at from census.migrations order by id',
  people: 'select count(*)::int from accounts.users',
  accountsOutbox: 'select count(*)::int, min(created_at) as oldest from accounts.outbox',
  censusOutbox: 'select count(*)::int, min(created_at) as oldest from census.outbox',
  accountsDeadLetters:
    'select name, count(*)::int, min(dead_at) as oldest from accounts.dead_letters where dead_at is not null group by 1',
  censusDeadLetters:
    'select name, count(*)::int, min(dead_at) as oldest from census.dead_letters where dead_at is not null group by 1',
  queue: `select status, priority, count(*)::int, count(*) filter (where due_at <= now())::int as due, min(due_at) as oldest
    from census.records group by 1, 2 order by 1, 2`,
  lanes: 'select state, refusals, reason, open_until, answered_at, seen_at from census.lanes',
  pauses: 'select count(*)::int from census.pause',
  lastHour: `select outcome, count(*)::int from census.attempts where started_at > now() - interval '1 hour' group by 1`,
  backups: 'select taken_at, finished_at, bytes from accounts.backups order by taken_at desc limit 5',
  slowest: `select calls, round(total_exec_time)::bigint as total_ms, round(mean_exec_time::numeric, 1) as mean_ms, rows, query
    from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())
      and query ~* '^\\s*(select|insert|update|delete|with)' order by total_exec_time desc limit 15`,
};

/** The statements that everything waits for, as the services give them; plans say no value but those here. */
const plans: Record<string, string> = {
  turn: `select "user_id" from "census"."records" where "due_at" <= now() order by "priority", "turn", "due_at", "user_id" limit 1`,
  list: `select "id" from "accounts"."users" where "referrer_id" = (
    select "referrer_id" from "accounts"."users" where "referrer_id" is not null limit 1) order by "created_at" desc, "id" limit 25`,
  search: `select "id" from "accounts"."users" where "search_text" like '%busca%' limit 25`,
  looking: `select "id" from "accounts"."users" where "changed_at" > now() - interval '5 minutes' order by "changed_at", "id" limit 500`,
  outbox: `select "id" from "accounts"."outbox" order by "id" limit 100`,
};

/** Answers of Postgres, each or why not. */
export type Facts = Record<string, unknown>;

/** Asks everything that this role may know. @throws what the driver says when nobody lets us in */
export const readFacts = (url: string): Promise<{ facts: Facts; plans: string[] }> =>
  withClient(url, async (client) => {
    await client.query('set default_transaction_read_only = on');
    const facts: Facts = {};
    for (const [name, sql] of Object.entries(questions)) facts[name] = await answerTo(client, sql);
    const lines: string[] = [];
    for (const [name, sql] of Object.entries(plans))
      lines.push(`-- ${name}`, ...(await planOf(client, `explain ${sql}`)));
    for (const { query } of slowOf(facts))
      lines.push('-- slowest', query, ...(await planOf(client, `explain (generic_plan) ${query}`)));
    return { facts, plans: lines };
  });

const answerTo = (client: pg.ClientBase, sql: string): Promise<unknown> =>
  client.query<object>(sql).then(
    ({ rows }) => rows,
    (error: unknown) => errorCodeOf(error),
  );

const planOf = (client: pg.ClientBase, sql: string): Promise<string[]> =>
  client.query<{ 'QUERY PLAN': string }>(sql).then(
    ({ rows }) => rows.map((row) => row['QUERY PLAN']),
    (error: unknown) => [errorCodeOf(error)],
  );

/** Postgres writes `$1` in the place of values; of a statement of one word more nothing is planned. */
const slowOf = ({ slowest }: Facts): { query: string }[] =>
  Array.isArray(slowest)
    ? slowest
        .filter(({ query }: { query: unknown }) => typeof query === 'string' && !query.includes(';'))
        .slice(0, 5)
    : [];
