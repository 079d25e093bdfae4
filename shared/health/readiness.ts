import { type Clock, systemClock } from '../time/clock.ts';
import { within } from '../time/within.ts';

/** Whether one part that a process needs is there; a rejection means that it is not. */
export type PartCheck = () => Promise<boolean>;

/** What `/readyz` says. */
export interface ReadinessReport {
  /** `waiting` = a part is away, `starting` = the services are not up yet, `draining` = the process is about to end. */
  status: 'ready' | 'waiting' | 'starting' | 'draining';
  parts: Record<string, 'ok' | 'down'>;
}

/** What the services of one process need for their work, and whether they have it. */
export interface Readiness {
  /**
   * @param part `service.part`, such as `census.database`
   * @param spared true for a part without which work goes on: its state is reported, and the process stays ready
   */
  add(part: string, check: PartCheck, spared?: boolean): void;
  /** Every service of the process has started. */
  started(): void;
  /** From now on the process takes no new work, whatever its parts say. */
  drain(): void;
  /** Asks every part; each has 3 s. Never rejects. */
  report(): Promise<ReadinessReport>;
}

const CHECK_TIMEOUT_MS = 3_000;
/** Probes and scrapes may come together: within this time they share one look. */
const SHARED_MS = 1_000;

export const createReadiness = (clock: Clock = systemClock): Readiness => {
  const checks = new Map<string, PartCheck>();
  const sparedParts = new Set<string>();
  let phase: 'starting' | 'running' | 'draining' = 'starting';
  let looked: { at: number; parts: Promise<ReadinessReport['parts']> } | undefined;

  const look = (): Promise<ReadinessReport['parts']> => {
    const at = clock.elapsed();
    if (looked === undefined || at - looked.at >= SHARED_MS) looked = { at, parts: askAll(checks, clock) };
    return looked.parts;
  };

  return {
    add(part, check, spared = false) {
      checks.set(part, check);
      if (spared) sparedParts.add(part);
      looked = undefined;
    },
    started() {
      phase = 'running';
    },
    drain() {
      phase = 'draining';
    },
    async report() {
      // What ends is asked nothing more: its answer is needed at once.
      if (phase === 'draining') return { status: 'draining', parts: {} };
      const parts = await look();
      const whole = Object.entries(parts).every(([part, state]) => state === 'ok' || sparedParts.has(part));
      // It may have changed while the parts answered.
      if (phase !== 'running') return { status: phase, parts };
      return { status: whole ? 'ready' : 'waiting', parts };
    },
  };
};

const askAll = async (
  checks: ReadonlyMap<string, PartCheck>,
  clock: Clock,
): Promise<ReadinessReport['parts']> => {
  const answers = await Promise.all(
    [...checks].map(
      async ([part, check]) => [part, (await answersYes(check, clock)) ? 'ok' : 'down'] as const,
    ),
  );
  return Object.fromEntries(answers);
};

/** What cannot be asked is down, and the report says which part it is. */
const answersYes = (check: PartCheck, clock: Clock): Promise<boolean> =>
  within(CHECK_TIMEOUT_MS, () => check(), { clock }).catch(() => false);
