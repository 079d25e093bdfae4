import type pg from 'pg';

/** Invented names; several share each. */
const NAME = `(array['Íngrid','José','María','Óscar','Luz','Ana','Nubia','Álvaro'])[1 + n % 8] || ' ' ||
  (array['Núñez','Peña','Ávila','Rincón','Zapata'])[1 + n / 8 % 5] || ' ' || n`;

/** A status a person, in turn; of five people one waits. */
const STATUS = `(array['PENDING','ACTIVE','NOT_FOUND','CANCELLED_OTHER','TIMEOUT'])[1 + n % 5]`;

/** Ascending: random ones would make the indexes of 100,000 people slow to fill. */
const ID = `('00000000-0000-4000-8000-' || lpad(to_hex($3::int + n), 12, '0'))::uuid`;

/** Stores people whom somebody referred, with a census record each, straight in both schemas. */
export const storeReferrals = async (
  client: pg.Client,
  { referrerId, count, cedulasFrom }: { referrerId: string; count: number; cedulasFrom: number },
): Promise<void> => {
  const values = [referrerId, count, cedulasFrom];
  // Dates as the portal stores them: whole milliseconds, the newest first to come.
  const at = `date_trunc('second', now()) - make_interval(days => 1, secs => n)`;
  await client.query(
    `insert into accounts.users (id, cedula, nombre_completo, phone, password_hash, role, referral_code,
       referral_goal, referrer_id, created_at, census_status, census_version)
     select ${ID}, ($3::int + n)::text, ${NAME}, '+57300' || lpad(n::text, 7, '0'), 'none', 'USER',
       'X' || ($3::int + n), 10, $1::uuid, ${at}, ${STATUS}, 1
     from generate_series(1, $2::int) n`,
    values,
  );
  await client.query(
    `insert into census.records (user_id, cedula, referrer_id, status, attempt, priority, requested_at, due_at, answer,
       answered_at, answer_status, error_code, version, created_at, updated_at)
     select id, cedula, referrer_id, census_status, 1, 10, created_at,
       case when census_status = 'PENDING' then created_at end,
       case census_status
         when 'ACTIVE' then '{"kind":"active","departamento":"TOLIMA","municipio":"VILLA ESPERANZA",
           "puesto":"ESC RURAL EL ROBLE","direccion":"VDA EL ROBLE","mesa":"3"}'::jsonb
         when 'NOT_FOUND' then '{"kind":"not_found"}'
         when 'CANCELLED_OTHER' then '{"kind":"cancelled","novedad":"Baja por Trashumancia","resolucion":"",
           "fechaNovedad":""}' end,
       case when census_status in ('ACTIVE', 'NOT_FOUND', 'CANCELLED_OTHER') then created_at end,
       case when census_status in ('ACTIVE', 'NOT_FOUND', 'CANCELLED_OTHER') then census_status end,
       case when census_status = 'TIMEOUT' then 'timeout' end, 1, created_at, created_at
     from accounts.users where referrer_id = $1 on conflict do nothing`,
    [referrerId],
  );
};
