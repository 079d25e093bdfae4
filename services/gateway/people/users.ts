import { z } from 'zod';
import {
  type AccountState,
  type AdministeredUser,
  accountStates,
  roles,
} from '../../../shared/contract/accounts.ts';
import { searchRule } from '../../../shared/contract/search.ts';
import type { Ctx, Page } from '../context.ts';
import { parsed } from '../web/input.ts';
import { countList } from '../web/limited.ts';
import { cursor, leniently, limit, nextPage } from '../web/query.ts';
import { type RoleOption, roleName, roleOptions } from './roles.ts';

/** What may be asked of the list of everybody. */
const usersRule = z.object({
  q: searchRule,
  role: z.enum(roles, { error: `Debe ser ${roles.join(', ')}.` }).optional(),
  state: z.enum(accountStates, { error: `Debe ser ${accountStates.join(', ')}.` }).optional(),
  cursor,
});

const stateNames: Record<AccountState, string> = {
  active: 'Activas',
  suspended: 'Suspendidas',
  unreached: 'Por borrar, sin avisar',
};

interface StateOption {
  value: AccountState;
  label: string;
  chosen: boolean;
}

/** Whether people may come in, or cannot be told that their data go, as options of a list. */
export const stateOptions = (chosen: AccountState | undefined): StateOption[] =>
  accountStates.map((value) => ({ value, label: stateNames[value], chosen: value === chosen }));

interface UsersPage extends Page {
  rows: (AdministeredUser & { roleName: string })[];
  query: { q: string };
  roleOptions: RoleOption[];
  stateOptions: StateOption[];
  nextUrl: string | null;
  /** Whether this is less than everybody. */
  narrowed: boolean;
}

declare module '../context.ts' {
  interface Pages {
    'people/users': UsersPage;
  }
}

const load = (ctx: Ctx, query: z.output<typeof usersRule> & { limit?: number }) =>
  ctx.call('accounts.users', { ip: ctx.ip, ...query });

/** GET /admin/usuarios/ */
export const usersPage = async (ctx: Ctx): Promise<void> => {
  await countList(ctx);
  const query = leniently(usersRule, ctx.query);
  const { items, next } = await load(ctx, query);
  const { q, role, state, cursor } = query;
  ctx.page('people/users', {
    title: 'Usuarios',
    rows: items.map((user) => ({ ...user, roleName: roleName(user.role) })),
    query: { q },
    roleOptions: roleOptions(role),
    stateOptions: stateOptions(state),
    nextUrl: nextPage('/admin/usuarios/', { q, role, state }, next),
    narrowed: q !== '' || role !== undefined || state !== undefined || cursor !== undefined,
  });
};

/** GET /api/v1/admin/users */
export const apiUsers = async (ctx: Ctx): Promise<void> => {
  const query = parsed(usersRule.extend({ limit }), ctx.query);
  await countList(ctx, query.limit);
  ctx.body = await load(ctx, query);
};
