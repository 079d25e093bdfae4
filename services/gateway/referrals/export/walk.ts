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

/** Pages of everybody whom the query finds, each fetched when the one before has been taken. */
export async function* walkReferrals(walk: Walk): AsyncGenerator<ExportRow[]> {
  const { call, actor, query, ip, signal } = walk;
  let cursor: string | undefined;
  while (!signal.aborted) {
    const params = { ...query, ip, limit: PAGE, taken: true, ...(cursor === undefined ? {} : { cursor }) };
    const { items, next } = await call('accounts.referrals', params, { timeoutMs: PAGE_TIMEOUT_MS });
    if (items.length > 0) yield await withAnswers(call, actor, items);
    if (next === null) return;
    // Each page brings somebody new, so that the walk ends.
    if (items.length === 0 || next === cursor) throw new Error('a page of referrals leads nowhere');
    cursor = next;
    await requireSession(walk);
  }
}

const withAnswers = async (
  call: Call,
  actor: Actor,
  users: readonly ReferredPerson[],
): Promise<ExportRow[]> => {
  if (!mayReadReferred(actor)) return users.map((user) => ({ user, answer: null }));
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
