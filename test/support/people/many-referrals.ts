import type pg from 'pg';

/** Invented names; several share each. */
const NAME = `(array['Íngrid','José','María','Óscar','Luz','Ana','Nubia','Álvaro'])[1 + n % 8] || ' ' ||
  (array['Núñez','Peña','Ávila','Rincón','Zapata'])[1 + n / 8 % 5] || ' ' || n`;

/** A status a person, in turn; of five people one waits. */
const STATUS = `(array['PENDING','ACTIVE','NOT_FOUND','CANCELLED_OTHER','TIMEOUT'])[1 + n % 5]`;

/** Where they vote who have an answer: eight municipios of 25 puestos of 30 mesas. */
const MUNICIPIO = `(array['VILLA ESPERANZA','PUERTO INVENTADO','SAN JUAN DEL ENSAYO','EL MODELO','LA MUESTRA','AGUA PRUEBA',
  'MONTE FICTICIO','RIO IMAGINADO'])[1 + n / 5 % 8]`;
const PUESTO = `'ESCUELA RURAL ' || n / 40 % 25`;
const MESA = `(n / 1000 % 30 + 1)::text`;
const placed = (place: string): string => `case when n % 5 = 1 then ${place} else '' end`;
const PLACE_COLUMNS = ', census_municipio, census_puesto, census_mesa';
const PLACES = `, ${placed(`${MUNICIPIO} || ', TOLIMA'`)}, ${placed(PUESTO)}, ${placed(MESA)}`;

/** Whether this schema copies places: a bench also stores people in the one of an earlier release. */
const copiesPlaces = async (client: pg.Client): Promise<boolean> => {
  const { rowCount } = await client.query(
    `select 1 from information_schema.columns
     where table_schema = 'accounts' and table_name = 'users' and column_name = 'census_municipio'`,
  );
  return rowCount === 1;
};

/** Ascending: random ones would make the indexes of 100,000 people slow to fill. */
const ID = `('00000000-0000-4000-8000-' || lpad(to_hex($3::int + n), 12, '0'))::uuid`;

/** Stores people whom somebody referred, with a census record each, straight in both schemas. */
export const storeReferrals = async (
  client: pg.Client,
  { referrerId, count, cedulasFrom }: { referrerId: string; count: number; cedulasFrom: number },
): Promise<void> => {
  const values = [referrerId, count, cedulasFrom];
  const hasPlaces = await copiesPlaces(client);
  // Dates as the portal stores them: whole milliseconds, the newest first to come.
  const at = `date_trunc('second', now()) - make_interval(days => 1, secs => n)`;
  await client.query(
    `insert into accounts.users (id, cedula, nombre_completo, phone, password_hash, role, referral_code,
       referral_goal, referrer_id, created_at, census_status, census_version${hasPlaces ? PLACE_COLUMNS : ''})
     select ${ID}, ($3::int + n)::text, ${NAME}, '+57300' || lpad(n::text, 7, '0'), 'none', 'USER',
       'X' || ($3::int + n), 10, $1::uuid, ${at}, ${STATUS}, 1${hasPlaces ? PLACES : ''}
     from generate_series(1, $2::int) n`,
    values,
  );
  await client.query(
    `insert into census.records (user_id, cedula, referrer_id, status, attempt, priority, requested_at, due_at, answer,
       answered_at, answer_status, error_code, version, created_at, updated_at)
     select id, cedula, referrer_id, census_status, 1, 10, created_at,
       case when census_status = 'PENDING' then created_at end,
       case census_status
         when 'ACTIVE' then jsonb_build_object('kind', 'active', 'departamento', 'TOLIMA', 'municipio', ${MUNICIPIO},
           'puesto', ${PUESTO}, 'direccion', 'VDA EL ROBLE', 'mesa', ${MESA})
         when 'NOT_FOUND' then '{"kind":"not_found"}'
         when 'CANCELLED_OTHER' then '{"kind":"cancelled","novedad":"Baja por Trashumancia","resolucion":"",
           "fechaNovedad":""}' end,
       case when census_status in ('ACTIVE', 'NOT_FOUND', 'CANCELLED_OTHER') then created_at end,
       case when census_status in ('ACTIVE', 'NOT_FOUND', 'CANCELLED_OTHER') then census_status end,
       case when census_status = 'TIMEOUT' then 'timeout' end, 1, created_at, created_at
     from accounts.users, lateral (select cedula::int - $2::int as n) one where referrer_id = $1 on conflict do nothing`,
    [referrerId, cedulasFrom],
  );
};

/**
 * Stores what people decided who are stored without it: they allow the lookup, and that who invited them sees it. Else the
 * census, once it looks what it missed, takes their records away.
 *
 * @param ids of people without a decision; everybody whom `referrerId` referred when it is told instead
 */
export const storeDecisions = async (
  client: pg.Client,
  whose: { ids: readonly string[] } | { referrerId: string },
): Promise<void> => {
  const [column, value] = 'ids' in whose ? ['id', whose.ids] : ['referrer_id', [whose.referrerId]];
  // A channel of before, so that none of them is news.
  await client.query(
    `insert into accounts.consents (id, user_id, purpose, policy_version, granted_at, ip, user_agent, channel)
     select gen_random_uuid(), users.id, purpose,
       coalesce((select max(version collate "C") from accounts.consent_texts), 'any'), created_at, '127.0.0.1', 'test', 'earlier'
     from accounts.users, unnest(array['lookup', 'sharing']) purpose where ${column} = any($1::uuid[])`,
    [value],
  );
  // As the census has heard of it: later than any text.
  await client.query(
    `insert into census.consents (user_id, lookup, sharing, as_of)
     select id, true, true, now() from accounts.users where ${column} = any($1::uuid[]) on conflict do nothing`,
    [value],
  );
};
