import type { EntityManager } from '@mikro-orm/postgresql';
import type { Effects } from '../../shared/durable/effects.ts';
import { createPassports, type Passports } from '../../shared/identity/passport.ts';
import type { Call } from '../../shared/moleculer/call.ts';
import { openService, type ServiceLog } from '../../shared/moleculer/open-service.ts';
import type { Runtime } from '../../shared/moleculer/runtime.ts';
import type { Loop } from '../../shared/time/loop.ts';
import { startClosingLooks } from './audit/closing-looks.ts';
import { createGathered, type Gathered } from './audit/gathered.ts';
import { startLogHead } from './audit/log-head.ts';
import { lastBackupAt } from './backups/last-backup.ts';
import { startCatchUp } from './catch-up/catch-up.ts';
import { countWithoutRecord } from './catch-up/without-record.ts';
import { createSettled, type Settled, startKeepingCurrent } from './consent/keep-current.ts';
import { type ReceiptKey, readReceiptKey } from './consent/receipt.ts';
import { keepTexts } from './consent/texts/keep-texts.ts';
import { type PolicyTexts, readTexts } from './consent/texts/read-texts.ts';
import type { Effect } from './effects.ts';
import { startDetaching } from './erasure/detach.ts';
import { startKeepingErased } from './erasure/keep-erased.ts';
import { startKeepingTerm } from './erasure/keep-term.ts';
import { createLedgerKey, type LedgerKey } from './erasure/ledger-key.ts';
import { startLogLedger } from './erasure/log-ledger.ts';
import { accountsConsumers } from './events/consumers.ts';
import { createCipher } from './factors/cipher.ts';
import { ownFactorKey } from './factors/factor-key.ts';
import type { FactorSettings } from './factors/settings.ts';
import { openMessenger } from './messenger/open-messenger.ts';
import type { MessengerSettings } from './messenger/settings.ts';
import { createAccountsMetrics } from './metrics.ts';
import { purgeRegistrations } from './phone/hold-registration.ts';
import { openPush } from './push/open-push.ts';
import type { Pushing } from './push/subscriptions.ts';
import { readVapid } from './push/vapid.ts';
import { startAnswering } from './recovery/answering.ts';
import { lapseRequests } from './requests/lapse.ts';
import { countOpenRequests } from './requests/register.ts';
import { createPasswordPlaces, type PasswordPlaces } from './sessions/password-places.ts';
import { startPurge } from './sessions/purge.ts';
import type { SessionTerms } from './sessions/terms.ts';
import { accountsSchema } from './store/schema.ts';
import { readSubnets, type SubnetOf } from './subnet/subnet.ts';
import { spendOnPasswords } from './users/password-hash.ts';
import { seedAdmin, seedDemo } from './users/seed.ts';
import { countUnreached } from './users/unreached.ts';

/** What the actions of accounts work with. */
export interface OpenAccounts {
  /** A fresh unit of work: one for each action or event. */
  fork(): EntityManager;
  isReady(): Promise<boolean>;
  write: Effects<Effect>['write'];
  /** Where those wait who bring a password. */
  places: PasswordPlaces;
  passports: Passports;
  /** How long it counts that somebody showed that it is they. */
  freshMs: number;
  factors: FactorSettings;
  terms: SessionTerms;
  gathered: Gathered;
  /** How people are reached by phone, and how often: what `queueMessage` takes. */
  messenger: MessengerSettings;
  /** How browsers are told although no page is open. */
  push: Pushing;
  /** Sends codes to those who asked. */
  answering: Loop;
  subnetOf: SubnetOf;
  /** What people decide on. */
  texts: PolicyTexts;
  /** Whether what people decided on earlier texts is ended where a later one allows more. */
  settled: Settled;
  receiptKey: ReceiptKey;
  /** What the ledger of erasures is written with. */
  ledger: LedgerKey;
  logins: ReturnType<typeof createAccountsMetrics>['logins'];
  /** Ends what goes on in the background, then the database. */
  close(): Promise<void>;
}

interface OpenOptions {
  /** Makes what calls other services, once all of this process have started. */
  call: () => Call;
  log: ServiceLog;
}

/**
 * Opens the database with the accounts that the configuration wants, consumes events, and begins what goes on in the
 * background; publishing and the look over what was missed begin when every service of this process has started.
 *
 * @throws AppError `postgres_away` when the database does not answer in time; nothing stays open then
 */
export const openAccounts = async (runtime: Runtime, { call, log }: OpenOptions): Promise<OpenAccounts> => {
  const { config, metrics } = runtime;
  // Before anything is opened: a broken text stops the start with its own line.
  const texts = await readTexts(config.consent);
  const keys = config.factors.keys ?? [await ownFactorKey(config.dataDir)];
  const ledger = createLedgerKey(keys);
  await using service = await openService<Effect>(runtime, { ...accountsSchema, log });
  const { fork, isReady, write } = service;
  const now = () => new Date();
  spendOnPasswords(config.passwordMemoryKib);
  const { logins, withoutRecord, unreached, requests, backups, messages, pushes, heldErasures } =
    createAccountsMetrics(metrics, config.backup);
  withoutRecord.from(() => countWithoutRecord(fork(), now()));
  unreached.from(() => countUnreached(fork()));
  requests.from(() => countOpenRequests(fork(), now()));
  backups.from(() => lastBackupAt(fork()));
  if (config.admin !== undefined && (await seedAdmin(fork(), config.admin, now()))) {
    log.info('first ADMIN account created from ADMIN_CEDULA');
  }
  const subnetOf = await readSubnets(fork());
  const receiptKey = await readReceiptKey(fork());
  const push = { settings: config.push, vapid: await readVapid(fork(), config.push) };
  await keepTexts(fork(), texts, now());
  if (config.demoAccounts) await seedDemo(fork(), { subnetOf, text: texts.current }, now());
  const settled = createSettled();
  const publish = () => service.after(['publish']);
  await service.begin(accountsConsumers(fork, config.push), () => {
    const catchUp = startCatchUp(runtime, { fork, call: call(), log });
    const erased = startKeepingErased({ fork, call: call(), ledger, held: heldErasures, publish, log });
    const current = startKeepingCurrent({ fork, texts, settled, call: call(), publish, log });
    return {
      async stop() {
        await Promise.all([catchUp.stop(), erased.stop(), current.stop()]);
      },
    };
  });
  const sessions = {
    passports: createPassports(runtime.keyring),
    terms: { staffIdleMs: config.staffIdleM * 60_000 },
  };
  const gathered = createGathered({ fork, log });
  service.defer(() => gathered.close());
  const purge = startPurge({ fork, log, also: [purgeRegistrations, (_, now) => lapseRequests(fork(), now)] });
  service.defer(() => purge.stop());
  const detaching = startDetaching({ fork, log });
  service.defer(() => detaching.stop());
  if (config.retention.days > 0 || config.retention.until !== undefined) {
    const { retention, messenger } = config;
    const term = startKeepingTerm({ fork, retention, messenger, ledger, publish, log });
    service.defer(() => term.stop());
  }
  const logLedger = startLogLedger({ fork, ledger, log });
  service.defer(() => logLedger.stop());
  const closing = startClosingLooks({ fork, log });
  service.defer(() => closing.stop());
  const heads = startLogHead({ fork, log });
  service.defer(() => heads.stop());
  const answering = startAnswering({ fork, messenger: config.messenger, log });
  service.defer(() => answering.stop());
  service.defer(openMessenger(config.messenger, { fork, log, metrics: messages }));
  service.defer(openPush(push, { fork, log, metrics: pushes }));
  const factors = { ...config.factors, cipher: createCipher(keys), log };
  const proofs = { factors, freshMs: config.freshProofMs };
  const places = createPasswordPlaces();
  return {
    ...{
      fork,
      isReady,
      write,
      places,
      ...sessions,
      ...proofs,
      gathered,
      subnetOf,
      texts,
      settled,
      receiptKey,
      ledger,
      logins,
      messenger: config.messenger,
      push,
      answering,
    },
    close: service.keep(),
  };
};
