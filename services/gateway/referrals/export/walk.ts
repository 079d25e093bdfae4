import type { Actor, ReferredPerson } from '../../../../shared/contract/accounts.ts';
import type { CensusAnswer } from '../../../../shared/contract/summary.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Call } from '../../../../shared/moleculer/call.ts';
import { mayReadReferred } from '../../../../shared/policy/access.ts';
import type { ReferralFilter } from '../../filter/query.ts';

/** One person of an export; without census data when the role has none, or there is no record. */
export interface ExportRow {
  user: ReferredPerson;
  answer: CensusAnswer | null;
}

interface Walk {
  call: Call;
  actor: Actor;
  /** The session that asked; the walk does not outlive it. */
  token: string;
  ip: string;
  query: ReferralFilter;
  /** Nobody is left to read. */
  signal: AbortSignal;
}

const PAGE = 500;
/** A page that takes longer ends the export. */
const PAGE_TIMEOUT_MS = 20_000;

interface Fetched {
  rows: Promise<ExportRow[]>;
  next: string | null;
}

/**
 * Pages of everybody whom the query finds. While one is written the next is on its way, and no further one: accounts reads whom
 * it has while the census says what is known of those before.
 */
export async function* walkReferrals(walk: Walk): AsyncGenerator<ExportRow[]> {
  let ahead = quietly(pageOf(walk, undefined));
  for (;;) {
    const { rows, next } = await ahead;
    const following =
      next === null || walk.signal.aborted
        ? null
        : quietly(requireSession(walk).then(() => pageOf(walk, next)));
    const page = await rows;
    if (page.length > 0) yield page;
    if (following === null) return;
    ahead = following;
  }
}

/** Its failure is told to whoever comes to wait for it, and is nobody's before. */
const quietly = <T>(promise: Promise<T>): Promise<T> => {
  promise.catch(() => {});
  return promise;
};

const pageOf = async ({ call, actor, query, ip }: Walk, cursor: string | undefined): Promise<Fetched> => {
  const params = { ...query, ip, limit: PAGE, taken: true, ...(cursor === undefined ? {} : { cursor }) };
  const { items, next } = await call('accounts.referrals', params, { timeoutMs: PAGE_TIMEOUT_MS });
  // Each page brings somebody new, so that the walk ends.
  if (next !== null && (items.length === 0 || next === cursor))
    throw new Error('a page of referrals leads nowhere');
  return { rows: quietly(withAnswers(call, actor, items)), next };
};

const withAnswers = async (
  call: Call,
  actor: Actor,
  users: readonly ReferredPerson[],
): Promise<ExportRow[]> => {
  if (users.length === 0 || !mayReadReferred(actor)) return users.map((user) => ({ user, answer: null }));
  const userIds = users.map(({ id }) => id);
  const answers = await call('census.answers', { userIds }, { timeoutMs: PAGE_TIMEOUT_MS });
  const byUser = new Map(answers.map((answer) => [answer.userId, answer]));
  return users.map((user) => ({ user, answer: byUser.get(user.id) ?? null }));
};

/** Whoever logs out, or gets another role, gets no further page. */
const requireSession = async ({ call, token, actor }: Walk): Promise<void> => {
  const found = await call('accounts.session', { token, isUse: false });
  if (found?.user.id === actor.id && found.user.role === actor.role) return;
  throw new AppError('unauthenticated', 'Su sesión terminó. Ingrese de nuevo y repita la descarga.', {
    status: 401,
  });
};
