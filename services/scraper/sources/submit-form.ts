import { failure, type Outcome } from '../../../shared/contract/outcome.ts';
import type { PagePort, RequestPort, ResponsePort } from '../browser/driver.ts';
import { decodeBody } from '../reading/decode.ts';
import { isWhole } from '../reading/region.ts';
import type { FormProfile } from './form-source.ts';
import { insideOf } from './page-looks.ts';
import type { Patience } from './patience.ts';
import { type Shown, type ShownOptions, shownAnswer } from './shown-answer.ts';
import type { PageMeans } from './source.ts';
import { weighStatus } from './weigh-status.ts';

interface Question {
  profile: FormProfile;
  cedula: string;
  patience: Patience;
}

/**
 * Sends the form and reads the answer: the body of the page's own query where it can be read, else what the page
 * shows in its result region.
 *
 * @throws the browser's errors (`net::ERR_…` when the query failed); the signal's reason
 */
export const submitForm = async (
  { page, url, keep }: PageMeans,
  { profile, cedula, patience }: Question,
  signal: AbortSignal,
): Promise<Outcome> => {
  const isQuery = (request: RequestPort): boolean =>
    request.method() === 'POST' && profile.isQuery(new URL(request.url()), new URL(url));
  const shown: ShownOptions = {
    cedula,
    regions: profile.regions,
    form: profile.cedulaField,
    before: await insideOf(page, profile.regions),
    unknownMs: patience.unknownMs,
  };
  const looking = new AbortController();
  const first = Promise.withResolvers<ResponsePort | Shown>();
  page.on('response', (response) => {
    if (isQuery(response.request())) first.resolve(response);
  });
  page.on('requestfailed', (request) => {
    if (isQuery(request)) first.reject(new Error(request.failure()?.errorText ?? 'net::ERR_FAILED'));
  });
  // It may wait for its turn, and for a page that the form itself opens.
  page.locator(profile.submit).click({ timeout: 0 }).catch(first.reject);
  shownAnswer(page, shown, AbortSignal.any([signal, looking.signal])).then(first.resolve, first.reject);
  const answer = await first.promise.finally(() => looking.abort(new Error('answered')));
  if ('outcome' in answer) {
    keep(answer.html);
    return answer.outcome;
  }

  const body = await bodyOf(answer);
  if (body !== null) keep(body);
  const read =
    body === null ? null : weighStatus(profile.read(body, cedula, answer.status()), answer.status());
  if (read !== null && !mayStillShow(answer, read, body ?? '')) return read;
  const last = await shownWithin(page, { ...shown, unknownMs: patience.shownMs }, patience.shownMs, signal);
  if (last === null) {
    return read ?? weighStatus(failure('unrecognised', 'an answer that cannot be read'), answer.status());
  }
  keep(last.html);
  return weighStatus(last.outcome, answer.status());
};

/** A page that the form opened may show its answer by script. One that was cut may show half of one. */
const mayStillShow = (answer: ResponsePort, read: Outcome, body: string): boolean => {
  const known = read.kind !== 'failure' || read.failure !== 'unrecognised';
  return !known && answer.request().isNavigationRequest() && isWhole(body);
};

/** @returns null when the page shows nothing within the time, in milliseconds */
const shownWithin = async (
  page: PagePort,
  options: ShownOptions,
  ms: number,
  signal: AbortSignal,
): Promise<Shown | null> => {
  try {
    // A look takes its time: words that stay until the end are still seen.
    return await shownAnswer(page, options, AbortSignal.any([signal, AbortSignal.timeout(ms + LOOK_MS)]));
  } catch (error) {
    if (signal.aborted || !isTimeUp(error)) throw error;
    return null;
  }
};

const LOOK_MS = 1_000;

/** Of `AbortSignal.timeout`. */
const isTimeUp = (error: unknown): boolean => error instanceof DOMException && error.name === 'TimeoutError';

/**
 * @returns null for an empty body, and for one that the browser does not have any more
 * @throws Error `net::ERR_…` for one that broke off
 */
const bodyOf = async (response: ResponsePort): Promise<string | null> => {
  try {
    return decodeBody(await response.body()) || null;
  } catch (error) {
    const broken = response.request().failure();
    if (broken !== null) throw new Error(broken.errorText, { cause: error });
    return null;
  }
};
