import type { Config } from '../../../shared/config/config.ts';
import { type LimitKind, limitKinds } from '../../../shared/config/variables/limits.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { type Admission, createAdmission, workProofOutcomes } from './admission.ts';
import { createLimit, type KindLimit } from './limits.ts';
import { CHALLENGE_S, createWorkProofs, TRIES } from './proof.ts';
import { createSecrets } from './secrets.ts';
import { openStore } from './store.ts';
import { createTickets, QUEUE_S, TICKET_S } from './ticket.ts';

/** How much each may ask of the portal, and what strangers bring above the usual rate. */
export interface Door {
  limits: Record<LimitKind, KindLimit>;
  admission: Admission;
  close(): void;
}

interface DoorOptions {
  config: Pick<Config, 'limits' | 'proof' | 'redisUrl' | 'gatewaySecrets'>;
  metrics: Pick<GatewayMetrics, 'doorRefusals' | 'doorProofs' | 'doorStoreAway'>;
  log: { info(message: string): void; warn(message: string): void };
  clock?: Clock;
}

/** A count of which only the number is wanted. */
const UNBOUNDED = 1_000_000;

export const openDoor = ({ config, metrics, log, clock = systemClock }: DoorOptions): Door => {
  const secrets = createSecrets(config.gatewaySecrets);
  const { redisUrl } = config;
  const store = openStore({ redisUrl, log, isAway: (away) => metrics.doorStoreAway.set(away ? 1 : 0) });
  const refused = (policy: string, by: string): void => metrics.doorRefusals.inc({ policy, by });
  // A series that is missing looks like one that never moved.
  for (const policy of limitKinds) {
    const { bounds } = config.limits[policy];
    for (const by of Object.keys(bounds)) metrics.doorRefusals.inc({ policy, by }, 0);
  }
  for (const policy of ['register', 'login'])
    for (const outcome of workProofOutcomes) metrics.doorProofs.inc({ policy, outcome }, 0);
  // Every kind is there, which is what the type says.
  const limits = Object.fromEntries(
    limitKinds.map((kind) => [kind, createLimit(kind, config.limits[kind], { store, secrets, refused })]),
  ) as Record<LimitKind, KindLimit>;
  const admission = createAdmission({
    ...{ limits, clock },
    proofs: createWorkProofs({
      ...{ secrets, clock, cost: config.proof.cost },
      used: store.shared({ name: 'proof:used', points: 1, windowS: CHALLENGE_S }),
      tried: store.shared({ name: 'proof:tried', points: TRIES, windowS: CHALLENGE_S }),
    }),
    tickets: createTickets({
      ...{ secrets, clock, waitS: config.proof.waitS },
      waiting: store.shared({ name: 'ticket:waiting', points: UNBOUNDED, windowS: QUEUE_S }),
      used: store.shared({ name: 'ticket:used', points: 1, windowS: TICKET_S }),
    }),
    proved: (policy, outcome) => metrics.doorProofs.inc({ policy, outcome }),
    turnedAway: (policy) => refused(policy, 'rate'),
  });
  return { limits, admission, close: () => store.close() };
};
