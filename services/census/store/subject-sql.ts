/**
 * For a statement over `records`: whose each is, for the policy, as `leaders.ts` says it of rows. Who invited somebody counts
 * while they share by a decision that counts; a coordinator is who referred the LEADER that referred them.
 */
export const toldReferrer = `case when "since" is null or "subject_consent"."as_of" >= "since" then "records"."referrer_id" end`;
export const toldCoordinator = `"subject_leader"."referrer_id"`;

export const subjectColumns = `"records"."user_id" as "userId", ${toldCoordinator} as "coordinatorId",
  ${toldReferrer} as "referrerId"`;

export const subjectJoins = `left join "census"."consent_floor" on "purpose" = 'sharing'
  left join "census"."consents" "subject_consent" on "since" is not null
    and "subject_consent"."user_id" = "records"."user_id"
  left join "census"."leaders" "subject_leader" on "leads" and "subject_leader"."user_id" = "records"."referrer_id"
    and ("since" is null or "subject_consent"."as_of" >= "since")`;
