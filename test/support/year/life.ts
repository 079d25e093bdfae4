import type { Actor, Role } from '../../../shared/contract/accounts.ts';
import { isAppError } from '../../../shared/errors.ts';
import { type Announced, type Person, sealOf } from './accounts.ts';
import type { Stage } from './stage.ts';

/** What people do: each is tried once, and told in the trace when it was refused or could not be done. */

const KINDS = ['active', 'active', 'active', 'cancelled', 'deceased', 'not_found'] as const;

const actorOf = ({ userId, role }: Person): Actor => ({ id: userId, role });

/** @throws what is neither a refusal nor trouble of a server */
export const attempt = async (stage: Stage, what: string, work: () => Promise<unknown>): Promise<boolean> => {
  try {
    await work();
    stage.trace(what);
    return true;
  } catch (error) {
    const isExpected = isAppError(error) || (error instanceof Error && 'code' in error);
    if (!isExpected) {
      stage.broken(`${what}: ${error instanceof Error ? error.stack : error}`);
      return false;
    }
    stage.trace(`${what}: ${isAppError(error) ? error.code : error}`);
    return false;
  }
};

const leadersOf = (stage: Stage): Person[] =>
  [...stage.people.values()].filter(({ role, erasedAt }) => role === 'LEADER' && erasedAt === null);
const present = (stage: Stage): Person[] =>
  [...stage.people.values()].filter(({ erasedAt }) => erasedAt === null);

const now = (stage: Stage): Date => new Date(stage.world.now());

const registered = (person: Person): Announced => ({
  name: 'user.registered',
  payload: {
    userId: person.userId,
    cedula: person.cedula,
    referrerId: person.sharing ? person.referrerId : null,
    registeredAt: (person.registeredAt ?? person.decidedAt).toISOString(),
    subnet: person.subnet,
  },
});

const roleChanged = ({ userId, referrerId, sharing }: Person, role: Role, at: Date): Announced => ({
  name: 'user.role_changed',
  payload: { userId, referrerId: sharing ? referrerId : null, role, changedAt: at.toISOString() },
});

export const register = (stage: Stage, role: Role = 'USER'): Promise<boolean> => {
  const { script, site, accounts } = stage;
  const at = now(stage);
  const leaders = leadersOf(stage);
  const person: Person = {
    userId: stage.id(),
    cedula: stage.cedula(),
    referrerId: leaders.length > 0 && script.next() < 0.7 ? script.pick(leaders).userId : null,
    ...{ role, subnet: String(script.below(5)).repeat(32), registeredAt: at, sharing: script.next() < 0.9 },
    ...{ changedAt: at, decidedAt: at, erasedAt: null, status: null, version: 0 },
  };
  site.truths.become(person.cedula, script.pick(KINDS));
  if (stage.plan.has('curses') && script.next() < 0.1) site.curse(person.cedula, true);
  const events = role === 'USER' ? [] : [roleChanged(person, role, at)];
  return attempt(stage, `registers ${person.userId.slice(0, 8)} as ${role}`, () =>
    accounts.write(person, {}, [...events, registered(person)]),
  );
};

const decide = (stage: Stage, person: Person, lookup: boolean, sharing: boolean): Promise<boolean> => {
  const at = now(stage);
  const decided = {
    ...person,
    sharing,
    decidedAt: at,
    registeredAt: lookup ? (person.registeredAt ?? at) : null,
  };
  const isNew = lookup && person.registeredAt === null;
  const changed: Announced = {
    name: 'user.consent_changed',
    payload: {
      ...{ userId: person.userId, referrerId: person.referrerId, coordinatorId: null },
      ...{ lookup, sharing, changedAt: at.toISOString() },
    },
  };
  const { registeredAt, decidedAt } = decided;
  return attempt(stage, `${person.userId.slice(0, 8)} decides lookup ${lookup} sharing ${sharing}`, () =>
    stage.accounts.write(person, { registeredAt, decidedAt, sharing }, [
      changed,
      ...(isNew ? [registered(decided)] : []),
    ]),
  );
};

const erase = (stage: Stage, person: Person): Promise<boolean> => {
  const at = now(stage);
  const { userId, referrerId } = person;
  return attempt(stage, `${userId.slice(0, 8)} is erased`, () =>
    stage.accounts.write(person, { erasedAt: at, registeredAt: null }, [
      {
        name: 'user.erased',
        payload: {
          userId,
          referrerId,
          coordinatorId: null,
          erasedAt: at.toISOString(),
          seal: sealOf(userId),
        },
      },
    ]),
  );
};

const correct = (stage: Stage, person: Person): Promise<boolean> => {
  const { script, site } = stage;
  const at = now(stage);
  const leaders = leadersOf(stage).filter(({ userId }) => userId !== person.userId);
  const isNumber = script.next() < 0.6;
  const cedula = isNumber ? stage.cedula() : person.cedula;
  if (isNumber) site.truths.become(cedula, script.pick(KINDS));
  const referrerId =
    script.next() < 0.6 && leaders.length > 0 ? script.pick(leaders).userId : person.referrerId;
  return attempt(
    stage,
    `${person.userId.slice(0, 8)} is corrected${isNumber ? ', another number' : ''}`,
    () =>
      stage.accounts.write(person, { cedula, referrerId }, [
        {
          name: 'user.corrected',
          payload: {
            ...{ userId: person.userId, cedula: isNumber ? cedula : null },
            ...{ referrerId: person.sharing ? referrerId : null, correctedAt: at.toISOString() },
          },
        },
      ]),
  );
};

export const refresh = (stage: Stage, actor: Person, person: Person): Promise<boolean> =>
  attempt(stage, `${actor.userId.slice(0, 8)} refreshes ${person.userId.slice(0, 8)}`, () =>
    stage.call('census.refresh', { actor: actorOf(actor), userId: person.userId, subnet: person.subnet }),
  );

const refreshMany = async (stage: Stage, leader: Person): Promise<void> => {
  const userIds = present(stage)
    .filter(({ referrerId, sharing }) => referrerId === leader.userId && sharing)
    .map(({ userId }) => userId);
  if (userIds.length === 0) return;
  const submission = stage.id();
  const answered = stage.script.next() < 0.7;
  const times = stage.script.next() < 0.2 ? 2 : 1;
  for (let time = 0; time < times; time += 1)
    await attempt(stage, `${leader.userId.slice(0, 8)} refreshes ${userIds.length}`, () =>
      stage.call('census.batchAdd', { actor: actorOf(leader), userIds, answered, submission }),
    );
};

const cancelMany = async (stage: Stage, leader: Person): Promise<void> => {
  const batch = [...stage.census.store.rows.batches.values()].find(
    ({ requestedBy, finishedAt }) => requestedBy === leader.userId && finishedAt === null,
  );
  if (batch === undefined) return;
  await attempt(stage, `${leader.userId.slice(0, 8)} cancels`, () =>
    stage.call('census.batchCancel', { actor: actorOf(leader), batchId: batch.id }),
  );
};

/** One thing that somebody does. */
export const live = async (stage: Stage): Promise<void> => {
  const { script, site } = stage;
  const somebody = present(stage);
  const leaders = leadersOf(stage);
  const what = script.next();
  if (what < 0.25 || somebody.length === 0) return void (await register(stage));
  const person = script.pick(somebody);
  if (what < 0.4) return void (await refresh(stage, person, person));
  if (what < 0.5) return site.truths.become(person.cedula, script.pick(KINDS));
  if (what < 0.56) return void (await decide(stage, person, script.next() < 0.5, script.next() < 0.7));
  if (what < 0.6) return void (await erase(stage, person));
  if (what < 0.66) return void (await correct(stage, person));
  if (leaders.length === 0) return void (await register(stage, 'LEADER'));
  const leader = script.pick(leaders);
  if (what < 0.76) return void (await refresh(stage, leader, person));
  if (what < 0.92) return refreshMany(stage, leader);
  if (what < 0.97) return cancelMany(stage, leader);
  const role = script.next() < 0.5 ? 'USER' : 'LEADER';
  await attempt(stage, `${leader.userId.slice(0, 8)} is ${role}`, () =>
    stage.accounts.write(leader, { role }, [roleChanged(leader, role, now(stage))]),
  );
};
