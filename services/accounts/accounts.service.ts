import type { Service, ServiceSchema } from 'moleculer';
import type { CatchingUp } from '../../shared/catch-up/catching-up.ts';
import { consumeAll } from '../../shared/durable/consume-all.ts';
import { type Relay, startRelay } from '../../shared/durable/relay.ts';
import { callerOf } from '../../shared/moleculer/call.ts';
import { implement } from '../../shared/moleculer/implement.ts';
import { databaseUrlOf, type Runtime, runtimeOf } from '../../shared/moleculer/runtime.ts';
import { watchDatabase } from '../../shared/moleculer/watch-database.ts';
import { type Database, openDatabase } from '../../shared/persistence/database.ts';
import { changeRole } from './administration/change-role.ts';
import { listUsers, readUser } from './administration/users.ts';
import { audit, noteExport } from './audit/audit.ts';
import { readTrail } from './audit/trail.ts';
import { startCatchUp } from './catch-up/catch-up.ts';
import { listPersonChanges } from './catch-up/person-changes.ts';
import { countWithoutRecord } from './catch-up/without-record.ts';
import { accountsConsumers } from './events/consumers.ts';
import { readDeadLetters, redriveDeadLetters } from './events/dead-letters.ts';
import { countByFilter } from './referrals/counts.ts';
import { listReferralIds } from './referrals/referral-ids.ts';
import { listReferrals, readReferral } from './referrals/referrals.ts';
import { referrerFirstName } from './referrals/referrer.ts';
import { listRegistered } from './referrals/registered.ts';
import { register } from './registration/register.ts';
import { changePassword, repeatPasswordChange } from './sessions/change-password.ts';
import { login } from './sessions/login.ts';
import { purgeFailures } from './sessions/login-throttle.ts';
import { closeSession, purgeSessions, userOfSession } from './sessions/sessions.ts';
import {
  AuditEntity,
  ConsentEntity,
  LoginFailureEntity,
  SessionEntity,
  UserEntity,
} from './store/entities.ts';
import { migrations } from './store/migrations/migrations.ts';
import { presentUser } from './users/present.ts';
import { seedAdmin, seedDemo } from './users/seed.ts';
import { updateProfile } from './users/update-profile.ts';

const PURGE_EVERY_MS = 3_600_000;

/** Users, sessions, consent, referrals and audit: everything about who people are. */
export const createAccounts = (): ServiceSchema => {
  let runtime: Runtime;
  let database: Database;
  let relay: Relay | undefined;
  let catchingUp: CatchingUp | undefined;
  let purge: NodeJS.Timeout;
  const now = () => new Date();
  const em = () => database.fork();

  return {
    name: 'accounts',
    actions: implement('accounts', {
      register: async (params) => {
        const registered = await register(em(), params, now());
        relay?.nudge();
        return registered;
      },
      login: (params) => login(em(), params, now()),
      logout: async ({ token }) => {
        await closeSession(em(), token);
        return null;
      },
      session: async ({ token }) => {
        const user = await userOfSession(em(), token, now());
        return user === null ? null : { user: presentUser(user) };
      },
      changePassword: (params) => changePassword(em(), params, now()),
      repeatPasswordChange: (params) => repeatPasswordChange(em(), params, now()),
      updateProfile: (params) => updateProfile(em(), params),
      referrer: ({ code }) => referrerFirstName(em(), code),
      referralCounts: (params) => countByFilter(em(), params),
      referrals: (params) => listReferrals(em(), params, now()),
      registered: (params) => listRegistered(em(), params),
      referralIds: (params) => listReferralIds(em(), params),
      noteExport: async (params) => {
        await noteExport(em(), params, now());
        return null;
      },
      noteReads: async ({ userIds, ...entry }) => {
        await audit(em(), { ...entry, subjectIds: userIds }, now());
        return null;
      },
      users: (params) => listUsers(em(), params, now()),
      user: (params) => readUser(em(), params, now()),
      changeRole: async (params) => {
        const user = await changeRole(em(), params, now());
        relay?.nudge();
        return user;
      },
      auditTrail: (params) => readTrail(em(), params),
      changes: (params) => listPersonChanges(em(), params),
      deadLetters: ({ actor }) => readDeadLetters(em(), actor),
      redrive: ({ actor, ids, ip }) => redriveDeadLetters(em, { actor, ip }, ids, now()),
      ready: () => database.isReady(),
      referral: (params) => readReferral(em(), params, now()),
    }),

    async started(this: Service) {
      runtime = runtimeOf(this.broker);
      const { bus, config } = runtime;
      database = await openDatabase({
        url: databaseUrlOf(runtime),
        schema: 'accounts',
        entities: [UserEntity, SessionEntity, ConsentEntity, AuditEntity, LoginFailureEntity],
        migrations,
        log: this.logger,
        patienceMs: config.startTimeoutS * 1_000,
      });
      watchDatabase(runtime, 'accounts', database);
      runtime.metrics.withoutRecord.from(() => countWithoutRecord(em(), now()));
      if (config.admin !== undefined && (await seedAdmin(em(), config.admin, now()))) {
        this.logger.info('first ADMIN account created from ADMIN_CEDULA');
      }
      if (config.demoAccounts) await seedDemo(em(), now());
      await consumeAll(bus, accountsConsumers(em), {
        schema: 'accounts',
        fork: em,
        now,
        log: this.logger,
        maxTries: runtime.config.eventTries,
        deadLettered: ({ name }) => runtime.metrics.putAside.inc({ event: name }),
      });
      runtime.afterStart.push(() => {
        relay = startRelay({ schema: 'accounts', fork: em, bus, log: this.logger });
        catchingUp = startCatchUp(runtime, { fork: em, call: callerOf(this.broker), now, log: this.logger });
      });
      purge = setInterval(() => {
        Promise.all([purgeSessions(em(), now()), purgeFailures(em(), now())]).catch((error) =>
          this.logger.error('purge of sessions and failed logins failed', error),
        );
      }, PURGE_EVERY_MS).unref();
    },

    async stopped() {
      clearInterval(purge);
      await catchingUp?.stop();
      await relay?.stop();
      await database?.close();
    },
  };
};

export default createAccounts();
