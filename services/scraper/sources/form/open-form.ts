import type { Failure, FailureKind } from '../../../../shared/contract/outcome.ts';
import type { ResponsePort } from '../../browser/driver.ts';
import { hasChallengeScript, isGate, mayChange } from '../../reading/block-page.ts';
import { type MarkupNode, parseMarkup } from '../../reading/markup.ts';
import { readVisit } from '../../reading/visit-page.ts';
import { listOfElections } from './list-of-elections.ts';
import { appears, contentOf } from './page-looks.ts';
import type { Patience } from './patience.ts';
import { type Bound, runStep, slow, type Visit } from './visit.ts';
import { weighStatus } from './weigh-status.ts';

const LOOK_MS = 1_000;

/**
 * Opens the page and waits for its form, with the list of elections. A page without one is read as soon as it cannot
 * change any more, has said the same known thing twice, or asks for nothing more.
 *
 * @returns null, or what the visit came to: blocked, maintenance, a changed page, a slow one
 * @throws the browser's errors (`net::ERR_…`)
 */
export const openForm = async (visit: Visit): Promise<Failure | null> => {
  const { page, url, patience } = visit;
  const opened = await runStep(visit, 'open', patience.openMs, async () => ({
    response: await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 0 }),
  }));
  if ('kind' in opened) return opened;
  return runStep(visit, 'ready', patience.readyMs, async (bound) => {
    const failed = (await formOf(visit, opened.response, bound)) ?? (await listOfElections(visit, bound));
    if (failed === null) await lookAt(visit);
    return failed;
  });
};

/** Before anything is written into it. */
const lookAt = async ({ page, look }: Visit): Promise<void> => {
  const html = look === undefined ? null : await contentOf(page);
  if (html !== null) look?.('form', html);
};

const formOf = async (visit: Visit, response: ResponsePort | null, bound: Bound): Promise<Failure | null> => {
  const { page, profile, time, traffic, signal, keep, look: shows } = visit;
  let before: string | null = null;
  let changedAt = time.worked();
  let gateSince: number | null = null;
  for (;;) {
    if (await appears(page, profile.cedulaField, Math.min(LOOK_MS, Math.max(bound.leftMs(), 1)))) return null;
    signal.throwIfAborted();
    const html = await contentOf(page);
    const now = time.worked();
    const rests = html !== null && html === before;
    if (!rests) changedAt = now;
    before = html;
    if (html === null) {
      if (bound.leftMs() <= 0) return slow('ready', 'a page that does not rest');
      continue;
    }
    const nodes = parseMarkup(html);
    gateSince = nodes !== null && isGate(nodes) ? (gateSince ?? now) : null;
    const failed = weighed(readVisit(html, profile.cedulaField), response);
    const look = { html, nodes, failed, rests, restMs: Math.min(traffic.quietMs(), now - changedAt) };
    const final =
      gateSince === null ? isFinal(look, visit.patience) : now - gateSince >= visit.patience.gateMs;
    if (!final && bound.leftMs() > 0) continue;
    keep(html);
    shows?.('form', html);
    const loads = !final && failed.failure === 'page_changed' && traffic.inFlight() > 0;
    return loads ? slow('ready', `no ${profile.cedulaField} yet, and requests are on their way`) : failed;
  }
};

const weighed = (failed: Failure, response: ResponsePort | null): Failure => {
  const outcome = weighStatus(failed, response?.status() ?? 0, response?.headers() ?? {});
  return outcome.kind === 'failure' ? outcome : failed;
};

interface Look {
  html: string;
  nodes: readonly MarkupNode[] | null;
  failed: Failure;
  rests: boolean;
  restMs: number;
}

/** What a page that lacks its form may still become, when it has a script: only time tells. */
const UNSURE = new Set<FailureKind>(['page_changed', 'network']);

/** Nothing is final that was not seen twice: on a busy machine the browser may still show the page before. */
const isFinal = ({ html, nodes, failed, rests, restMs }: Look, { quietMs }: Patience): boolean => {
  if (!rests || EMPTY.test(html)) return false;
  if (nodes === null) return restMs >= quietMs;
  if (!mayChange(nodes)) return true;
  if (hasChallengeScript(nodes) || failed.failure === 'unrecognised') return false;
  return !UNSURE.has(failed.failure) || restMs >= quietMs;
};

const EMPTY = /<body[^>]*>\s*<\/body>/i;
