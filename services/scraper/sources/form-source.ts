import type { Outcome } from '../../../shared/contract/outcome.ts';
import { raceSignals } from '../browser/race.ts';
import { answerWidget } from './captcha-widget.ts';
import { openForm } from './open-form.ts';
import { PATIENCE, type Patience } from './patience.ts';
import type { PageMeans, SourcePlugin } from './source.ts';
import { submitForm } from './submit-form.ts';

/**
 * Reads a body that answered a query.
 *
 * @param status its HTTP status, which decides nothing alone; 200 unless told
 */
export type ReadAnswer = (body: string, cedula: string, status?: number) => Outcome;

/** What differs between official pages that are a form. CSS selectors. */
export interface FormProfile {
  name: string;
  cedulaField: string;
  electionField: string;
  /** The election's value that means "where do I vote now". */
  currentPlace: string;
  submit: string;
  /** What the page shows its answer in; the first that has something counts. */
  regions: readonly string[];
  /** Is this the address of the page's own query? */
  isQuery(url: URL, page: URL): boolean;
  /** Reads the body of that query. */
  read: ReadAnswer;
}

/** Evidence of more characters than this is cut: operators need its beginning. */
const MAX_KEPT = 200_000;

/** A source that fills the page's form as a person does and reads the answer. */
export const createFormSource = (profile: FormProfile, patience: Patience = PATIENCE): SourcePlugin => ({
  name: profile.name,
  via: 'browser',
  open: (means) => ({
    lookup: (cedula, signal) => {
      const keep = (text: string) => means.keep(text.slice(0, MAX_KEPT));
      return raceSignals(ask({ ...means, keep }, { profile, patience, cedula }, signal), [signal]);
    },
  }),
});

interface Question {
  profile: FormProfile;
  patience: Patience;
  cedula: string;
}

const ask = async (means: PageMeans, question: Question, signal: AbortSignal): Promise<Outcome> => {
  const { page, solver } = means;
  const { profile, patience, cedula } = question;
  const refusal = await openForm(means, { cedula, form: profile.cedulaField, patience }, signal);
  if (refusal !== null) return refusal;
  await page.locator(profile.cedulaField).fill(cedula);
  // The page may fill the list after it has loaded.
  const option = `${profile.electionField} option[value="${profile.currentPlace}"]`;
  await page.locator(option).first().waitFor({ state: 'attached' });
  await page.locator(profile.electionField).selectOption(profile.currentPlace);
  const unsolved = await answerWidget(page, solver, signal);
  if (unsolved !== null) return unsolved;
  return submitForm(means, question, signal);
};
