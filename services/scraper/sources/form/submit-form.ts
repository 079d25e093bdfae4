import { type Failure, failure, type Outcome } from '../../../../shared/contract/outcome.ts';
import { within } from '../../../../shared/time/within.ts';
import type { RequestPort, ResponsePort } from '../../browser/driver.ts';
import { decodeBody } from '../../reading/decode.ts';
import { isWhole } from '../../reading/region.ts';
import { insideOf } from './page-looks.ts';
import { hasLeft, pressable } from './send-form.ts';
import { type Shown, type ShownOptions, shownAnswer } from './shown-answer.ts';
import { type Bound, boundOf, lacking, runStep, slow, type Visit } from './visit.ts';
import { weighStatus } from './weigh-status.ts';

/**
 * Sends the form and reads the answer: the body of the page's own query where it can be read, else what the page
 * shows in its result region.
 *
 * @throws the browser's errors (`net::ERR_…` when the query failed); the signal's reason
 */
export const submitForm = async (visit: Visit): Promise<Outcome> => {
  const { profile, patience, traffic, page } = visit;
  const sending = boundOf(visit.time, patience.submitMs);
  const locked = await runStep(visit, 'submit', patience.submitMs, (bound) => pressable(visit, bound));
  if (locked !== null) return locked;
  const shown: ShownOptions = {
    cedula: visit.cedula,
    regions: profile.regions,
    form: profile.cedulaField,
    before: await insideOf(page, profile.regions),
    unknownMs: patience.unknownMs,
    isWaiting: () => traffic.inFlight() > 0,
  };
  const pressedAt = visit.time.worked();
  const answer = await firstAnswer(visit, shown, sending);
  if ('kind' in answer) return answer;
  if ('outcome' in answer) {
    visit.keep(answer.html);
    visit.look?.('answer', answer.html);
    return answer.outcome;
  }
  const ms = Math.max(patience.answerMs - (visit.time.worked() - pressedAt), patience.shownMs);
  return readResponse(visit, answer, { shown, ms });
};

/** Presses the button, and waits for what comes first: an answer to the query, one that is shown, or the end of a step. */
const firstAnswer = async (
  visit: Visit,
  shown: ShownOptions,
  sending: Bound,
): Promise<ResponsePort | Shown | Failure> => {
  const { page, url, profile, traffic, signal } = visit;
  const isQuery = (request: RequestPort): boolean =>
    request.method() === 'POST' && profile.isQuery(new URL(request.url()), new URL(url));
  const ended = new AbortController();
  const looking = AbortSignal.any([signal, ended.signal]);
  const first = Promise.withResolvers<ResponsePort | Shown | Failure>();
  page.on('response', (response) => {
    if (isQuery(response.request())) first.resolve(response);
  });
  page.on('requestfailed', (request) => {
    if (isQuery(request)) first.reject(new Error(request.failure()?.errorText ?? 'net::ERR_FAILED'));
  });
  const before = traffic.asked();
  // It may wait for its turn, and for a page that the form itself opens.
  page.locator(profile.submit).click({ timeout: 0 }).catch(first.reject);
  shownAnswer(visit, shown, looking).then(first.resolve, first.reject);
  unanswered({ ...visit, signal: looking }, before, sending).then(first.resolve, first.reject);
  return first.promise.finally(() => ended.abort(new Error('answered')));
};

/** @returns when a step is over: why there is no answer yet */
const unanswered = async (visit: Visit, before: number, sending: Bound): Promise<Failure> => {
  const unsent = await hasLeft(visit, before, sending);
  if (unsent !== null) return unsent;
  const { time, traffic, signal, patience } = visit;
  const answering = boundOf(time, patience.answerMs);
  for (let left = answering.leftMs(); left > 0; left = answering.leftMs()) {
    await time.wait(Math.min(left, LOOK_MS), signal);
    // The answer went to the page's scripts, which show nothing of it.
    if (traffic.inFlight() === 0 && traffic.quietMs() >= patience.unknownMs + LOOK_MS)
      return lacking(visit, 'answer', 'nothing is shown after what was sent');
  }
  return slow('answer', `none within ${patience.answerMs} ms`);
};

/** @param ms for the rest of the body to come */
const readResponse = async (
  visit: Visit,
  answer: ResponsePort,
  { shown, ms }: { shown: ShownOptions; ms: number },
): Promise<Outcome> => {
  const { keep, look, profile, cedula, patience } = visit;
  const weigh = (outcome: Outcome) => weighStatus(outcome, answer.status(), answer.headers());
  const body = await runStep(visit, 'answer', ms, () => bodyOf(answer));
  if (body !== null && typeof body !== 'string') return body;
  if (body !== null) keep(body);
  if (body !== null) look?.('answer', body);
  const read = body === null ? null : weigh(profile.read(body, cedula, answer.status()));
  if (read !== null && !mayStillShow(answer, read, body ?? '')) return read;
  const last = await shownWithin(visit, { ...shown, unknownMs: patience.shownMs }, patience.shownMs);
  if (last === null) return read ?? weigh(failure('unrecognised', 'an answer that cannot be read'));
  keep(last.html);
  look?.('answer', last.html);
  return weigh(last.outcome);
};

/** A page that the form opened may show its answer by script. One that was cut may show half of one. */
const mayStillShow = (answer: ResponsePort, read: Outcome, body: string): boolean => {
  const known = read.kind !== 'failure' || read.failure !== 'unrecognised';
  return !known && answer.request().isNavigationRequest() && isWhole(body);
};

/** What is shown within the time, in milliseconds; null when the page shows nothing. */
const shownWithin = (visit: Visit, options: ShownOptions, ms: number): Promise<Shown | null> =>
  // A look takes its time: words that stay until the end are still seen.
  within(ms + LOOK_MS, (over) => shownAnswer(visit, options, AbortSignal.any([visit.signal, over])), {
    late: () => null,
    clock: visit.time,
  });

const LOOK_MS = 1_000;

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
