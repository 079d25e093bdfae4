import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Role, User } from '../../../../../shared/contract/accounts.ts';
import { type PlayedApp, playApp } from '../../support/played-app.ts';
import { tokenOf } from '../../support/tokens.ts';
import { answer, user } from './rows.ts';

/** The gateway alone, with a list of referrals as long as a test wants it. */
export interface PlayedPortal extends Pick<PlayedApp, 'calls' | 'close'> {
  /** Opens a path; the body is read only as the caller does. */
  open(path: string, method?: string): Promise<IncomingMessage>;
}

interface Script {
  role?: Role;
  /** Letters in each name that no compression makes fewer; a short name unless told. */
  letters?: number;
  /** How many pages of 500 there are. */
  pages: number;
  /** Runs before each page of referrals, the first is 0; may wait or throw. */
  onPage?(page: number): Promise<void> | void;
  /** Whether the session is still good, asked again and again. */
  session?(): boolean;
}

const PAGE = 500;

/** Starts it on a free port. */
export const playPortal = async ({
  role = 'LEADER',
  pages,
  letters,
  onPage,
  session,
}: Script): Promise<PlayedPortal> => {
  const self: User = user({ role });
  const app = await playApp({
    'accounts.session': () => (session?.() === false ? null : { user: self }),
    'accounts.noteExport': () => null,
    'accounts.referralCounts': () => ({ todos: pages * PAGE }),
    'accounts.referrals': async ({ cursor = '0' }: { cursor?: string }) => {
      const page = Number(cursor);
      await onPage?.(page);
      const items = Array.from({ length: PAGE }, () =>
        user(letters === undefined ? {} : { nombreCompleto: randomBytes(letters / 2).toString('hex') }),
      );
      return { items, next: page + 1 < pages ? String(page + 1) : null };
    },
    'census.answers': ({ userIds }: { userIds: string[] }) => userIds.map((id) => answer(id)),
  });
  const headers = { cookie: `censo-session=${tokenOf('played')}` };
  return {
    open: (path, method = 'GET') => app.open(path, { method, headers }),
    calls: app.calls,
    close: app.close,
  };
};
