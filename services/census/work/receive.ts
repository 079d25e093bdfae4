import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import type { CensusMetrics } from '../metrics.ts';
import { RefusedTransition } from '../record/change.ts';
import { noteAnswerWait } from './answer-wait.ts';
import { completeLease, type ReportTerms } from './complete.ts';
import { giveBackLease } from './give-back.ts';

/** Where it is counted and told how scrapers' reports are received. */
export interface Watch {
  metrics: Pick<CensusMetrics, 'reports' | 'refusedTransitions' | 'lookupWait'>;
  warn(message: string): void;
}

/** Takes what a lookup found: stores it, and counts how it was received and how long its person had waited. */
export const receiveReport = async (
  em: EntityManager,
  report: ActionParams<'census.complete'>,
  terms: ReportTerms,
  watch: Watch,
): Promise<ActionResult<'census.complete'>> => {
  const reception = (await unlessRefused(() => completeLease(em, report, terms), watch)) ?? 'refused';
  watch.metrics.reports.inc({ reception });
  if (reception === 'refused') return { accepted: false };
  await noteAnswerWait(em, report.leaseId, watch);
  return { accepted: true };
};

/** Takes a record back that was not looked up. */
export const receiveBack = async (
  em: EntityManager,
  params: ActionParams<'census.giveBack'>,
  terms: ReportTerms,
  watch: Watch,
): Promise<void> => {
  await unlessRefused(() => giveBackLease(em, params, terms), watch);
};

/**
 * A transition that the table does not have is a bug or a race: it changes nothing, and is logged and counted here.
 *
 * @returns undefined when it was refused
 */
const unlessRefused = async <T>(work: () => Promise<T>, { metrics, warn }: Watch): Promise<T | undefined> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RefusedTransition)) throw error;
    metrics.refusedTransitions.inc({ cause: error.trigger });
    warn(`refused transition: ${error.message}`);
    return undefined;
  }
};
