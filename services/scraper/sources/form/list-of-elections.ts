import { type Failure, failure } from '../../../../shared/contract/outcome.ts';
import { decodeBody } from '../../reading/decode.ts';
import { isByShape } from '../../reading/refusal.ts';
import { appears, countOf } from './page-looks.ts';
import type { Reply } from './traffic.ts';
import { type Bound, lacking, type Visit } from './visit.ts';
import { weighStatus } from './weigh-status.ts';

const LOOK_MS = 500;

/**
 * Waits for the list of elections to have the one that is asked for: the page may fill it after it has loaded.
 *
 * @returns null, or why it does not come: the site refuses it, a server behind it is away, the page is slow, or has changed
 */
export const listOfElections = async (visit: Visit, bound: Bound): Promise<Failure | null> => {
  const { page, profile, patience, traffic, signal } = visit;
  const option = `${profile.electionField} option[value="${profile.currentPlace}"]`;
  const begun = visit.time.worked();
  for (;;) {
    if (await appears(page, option, Math.min(LOOK_MS, Math.max(bound.leftMs(), 1)))) return null;
    signal.throwIfAborted();
    const restMs = Math.min(traffic.quietMs(), visit.time.worked() - begun);
    if (bound.leftMs() > 0 && restMs < patience.quietMs) continue;
    const failed = await lacking(visit, 'ready', await whatIsThere(visit));
    if (failed.failure !== 'page_changed') return failed;
    for (const reply of traffic.replies()) {
      const told = await toldBy(reply, failed, visit);
      if (told !== null) return told;
    }
    return failed;
  }
};

const whatIsThere = async ({ page, profile }: Visit): Promise<string> => {
  const { electionField, currentPlace } = profile;
  if ((await countOf(page, electionField)) === 0) return `no ${electionField} on the page`;
  const others = await countOf(page, `${electionField} option`);
  return `no option ${currentPlace} in ${electionField}, which has ${others}`;
};

/**
 * What a query of the page, such as the one for its list, came to; an error is kept as evidence.
 *
 * @returns null when it says nothing of why there is no list
 */
const toldBy = async (
  { url, response }: Reply,
  { detail }: Failure,
  { cedula, profile, keep }: Visit,
): Promise<Failure | null> => {
  const { pathname } = new URL(url);
  if (response === null) return failure('network', `${detail}; ${pathname} broke off`);
  const status = response.status();
  const body = await response.body().then(decodeBody, () => '');
  const words = profile.read(body, cedula, status);
  const nothing = failure('unrecognised', '');
  const read = weighStatus(isByShape(words) ? nothing : words, status, response.headers());
  const told = read.kind === 'failure' ? read.failure : null;
  const telling = told === 'blocked' || told === 'captcha' || told === 'maintenance';
  if (!telling && status < 400) return null;
  keep(`${pathname} (HTTP ${status})\n${body}`);
  const what = `${detail}; ${pathname} (HTTP ${status})`;
  if (telling) return failure(told, what);
  // An error of the page's own is a changed page; a gateway's says that a server is away.
  return failure(status >= 502 && status <= 504 ? 'network' : 'page_changed', what);
};
