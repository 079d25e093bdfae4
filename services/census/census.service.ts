import type { Service, ServiceSchema } from 'moleculer';
import { type Relay, startRelay } from '../../shared/durable/relay.ts';
import { handler } from '../../shared/moleculer/define.ts';
import { databaseUrlOf, type Runtime, runtimeOf } from '../../shared/moleculer/runtime.ts';
import { type Database, openDatabase } from '../../shared/persistence/database.ts';
import { AttemptEntity, RecordEntity } from './persistence/entities.ts';
import { migrations } from './persistence/migrations.ts';
import { completeLease, expireLeases, giveBackLease } from './queue/complete.ts';
import { leaseNext, nextDue } from './queue/lease.ts';
import { refreshMany, refreshOne } from './queue/refresh.ts';
import { createRecord } from './record/create-record.ts';
import { claimDataOrigin } from './record/data-origin.ts';
import { readView, readViews } from './views/view.ts';

const SWEEP_EVERY_MS = 2_000;

/** Records, leases and history: what is known of each person's census answer, and what is due. */
export const createCensus = (): ServiceSchema => {
  let database: Database;
  let relay: Relay | undefined;
  let sweep: NodeJS.Timeout;
  let runtime: Runtime;
  let wakeScrapers: () => void;
  const now = () => new Date();
  const em = () => database.fork();
  const policy = () => ({ maxAttempts: runtime.config.maxAttempts, delaysS: runtime.config.retryDelaysS });
  const terms = () => {
    const { maxAttempts, refreshCooldownS: cooldownS, spacingMs } = runtime.config;
    return { maxAttempts, cooldownS, spacingMs };
  };
  /** After a commit: publish what it announced now rather than at the next poll. */
  const committed = <T>(result: T): T => {
    relay?.nudge();
    return result;
  };

  return {
    name: 'census',
    actions: {
      ready: handler('census.ready', async () => runtime.bus.isReady() && (await database.isReady())),
      view: handler('census.view', ({ actor, userId }) => readView(em(), actor, userId, terms(), now())),
      views: handler('census.views', ({ actor, userIds }) => readViews(em(), actor, userIds, terms(), now())),
      refresh: handler('census.refresh', async ({ actor, userId }) => {
        await refreshOne(em(), { actor, cooldownS: terms().cooldownS }, userId, now());
        wakeScrapers();
        return committed(null);
      }),
      refreshMany: handler('census.refreshMany', async ({ actor, userIds }) => {
        const result = await refreshMany(em(), { actor, cooldownS: terms().cooldownS }, userIds, now());
        wakeScrapers();
        return committed(result);
      }),
      due: handler('census.due', () => nextDue(em(), now())),
      lease: handler('census.lease', async ({ worker }) => {
        const { leaseS, maxAttempts } = runtime.config;
        return committed(await leaseNext(em(), { worker, leaseS, maxAttempts }, now()));
      }),
      complete: handler('census.complete', async (params) => ({
        accepted: committed(await completeLease(em(), params, policy(), now(), Math.random())),
      })),
      giveBack: handler('census.giveBack', async (params) => {
        await giveBackLease(em(), params, policy(), now());
        return committed(null);
      }),
    },

    async started(this: Service) {
      runtime = runtimeOf(this.broker);
      const { bus } = runtime;
      wakeScrapers = () => void this.broker.broadcast('census.requested', {});
      database = await openDatabase({
        url: databaseUrlOf(runtime),
        schema: 'census',
        entities: [RecordEntity, AttemptEntity],
        migrations,
        log: this.logger,
      });
      await claimDataOrigin(em(), runtime.config.simulatedData);
      await bus.consume('user.registered', 'census', async (event) => {
        if (!(await createRecord(em(), event, now()))) return;
        committed(null);
        wakeScrapers();
      });
      runtime.afterStart.push(() => {
        relay = startRelay({ schema: 'census', fork: em, bus, log: this.logger });
      });
      sweep = setInterval(() => {
        expireLeases(em(), policy(), now())
          .then((expired) => {
            if (expired === 0) return;
            this.logger.warn(`${expired} leases ran out: their scrapers crashed or hang`);
            committed(null);
            wakeScrapers();
          })
          .catch((error) => this.logger.error('sweep of expired leases failed', error));
      }, SWEEP_EVERY_MS);
    },

    async stopped() {
      clearInterval(sweep);
      await relay?.stop();
      await database?.close();
    },
  };
};

export default createCensus();
