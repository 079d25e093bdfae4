import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { type Decision, type Purpose, purposes } from '../../../shared/contract/consent.ts';
import { audit } from '../audit/audit.ts';
import { type ConsentRow, UserEntity } from '../store/entities.ts';
import { maskAddress } from '../subnet/mask-address.ts';
import type { SubnetOf } from '../subnet/subnet.ts';
import { giveConsent, inForce, isOutdated, ownDecisionsOf, withdrawConsent } from './decisions.ts';
import { outdateOwn } from './outdate.ts';
import { assertCurrent } from './texts/policy-view.ts';
import type { PolicyTexts } from './texts/read-texts.ts';

/** A decision as its person is shown it. */
export const presentDecision = (row: ConsentRow): Decision => ({
  ...{ purpose: row.purpose, version: row.policyVersion, hash: row.textHash ?? null, channel: row.channel },
  address: row.ip === '' ? '' : maskAddress(row.ip),
  givenAt: row.grantedAt.toISOString(),
  withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
  outdated: row.outdated,
});

/** What the actor has decided, and on which text they would decide now. */
export const readDecisions = async (
  em: EntityManager,
  { current, since }: PolicyTexts,
  { actor }: ActionParams<'accounts.decisions'>,
): Promise<ActionResult<'accounts.decisions'>> => {
  const user = await em.findOne(UserEntity, { id: actor.id });
  const decisions = user === null ? [] : await ownDecisionsOf(em, user);
  // What was decided on an earlier text than one that allows more does not count, also before it is ended.
  const held = inForce(decisions.filter((row) => !isOutdated(row, since)));
  const given = (purpose: Purpose): string | null => held[purpose]?.grantedAt.toISOString() ?? null;
  return {
    standing: { policy: given('policy'), lookup: given('lookup'), sharing: given('sharing') },
    asked: user?.askedAgain === true || decisions.some((row) => isOutdated(row, since)),
    history: decisions.reverse().map(presentDecision),
    version: current.version,
  };
};

/**
 * Gives what the actor names, and the policy with it, without which the others are nothing.
 *
 * @throws AppError `policy_changed` (409) when they have read another text than the current one
 */
export const giveOwn = async (
  em: EntityManager,
  { texts, subnetOf }: { texts: PolicyTexts; subnetOf: SubnetOf },
  { actor, version, channel, origin, ...asked }: ActionParams<'accounts.giveConsent'>,
  now: Date,
): Promise<null> => {
  assertCurrent(texts.current, version);
  const wanted = purposes.filter((purpose) => purpose === 'policy' || asked.purposes.includes(purpose));
  await em.transactional(async (tx) => {
    await outdateOwn(tx, actor.id, texts, now);
    const given = { purposes: wanted, text: texts.current, channel, ...origin, subnet: subnetOf(origin.ip) };
    if (!(await giveConsent(tx, actor.id, given, now))) return;
    await note(tx, actor, 'consent.give', wanted, origin.ip, now);
  });
  return null;
};

/** Withdraws what the actor names; the policy takes all with it. */
export const withdrawOwn = async (
  em: EntityManager,
  texts: PolicyTexts,
  { actor, purposes: named, ip }: { actor: Actor; purposes: readonly Purpose[]; ip: string },
  now: Date,
): Promise<null> => {
  await em.transactional(async (tx) => {
    await outdateOwn(tx, actor.id, texts, now);
    if (!(await withdrawConsent(tx, actor.id, named, now))) return;
    await note(tx, actor, 'consent.withdraw', named, ip, now);
  });
  return null;
};

const note = (
  tx: EntityManager,
  actor: Actor,
  action: 'consent.give' | 'consent.withdraw',
  named: readonly Purpose[],
  ip: string,
  now: Date,
): Promise<void> => audit(tx, { actor, action, subjectIds: [actor.id], ip, detail: named.join(', ') }, now);
