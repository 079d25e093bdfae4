/**
 * Of an entry of the trail that is a visit to many, how often and when one person was looked at: "looks", "from" and "until";
 * of who looked, the whole of it. SQL to be joined behind `accounts.trail`, with the person's id twice as its values.
 */
export const MINE = `
  cross join lateral (select case when "actor_id" is distinct from ?::uuid then array_position("subject_ids", ?::uuid) end as "place") "whose"
  cross join lateral (select coalesce("seen"["place"][1]::int, "times") as "looks",
    coalesce(to_timestamp("seen"["place"][2] / 1000000.0), "since") as "from",
    coalesce(to_timestamp("seen"["place"][3] / 1000000.0), "at") as "until") "mine"`;
