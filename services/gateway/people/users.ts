import { z } from 'zod';
import { roles, type User } from '../../../shared/contract/accounts.ts';
import { searchRule } from '../../../shared/contract/search.ts';
import type { Ctx, Page } from '../context.ts';
import { parsed } from '../web/input.ts';
import { cursor, leniently, limit, nextPage } from '../web/query.ts';
import { type RoleOption, roleName, roleOptions } from './roles.ts';

/** What may be asked of the list of everybody. */
const usersRule = z.object({
  q: searchRule,
  role: z.enum(roles, { error: `Debe ser ${roles.join(', ')}.` }).optional(),
  cursor,
});

interface UsersPage extends Page {
  rows: (User & { roleName: string })[];
  query: { q: string };
  roleOptions: RoleOption[];
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
  const query = leniently(usersRule, ctx.query);
  const { items, next } = await load(ctx, query);
  const { q, role, cursor } = query;
  ctx.page('people/users', {
    title: 'Usuarios',
    rows: items.map((user) => ({ ...user, roleName: roleName(user.role) })),
    query: { q },
    roleOptions: roleOptions(role),
    nextUrl: nextPage('/admin/usuarios/', { q, role }, next),
    narrowed: q !== '' || role !== undefined || cursor !== undefined,
  });
};

/** GET /api/v1/admin/users */
export const apiUsers = async (ctx: Ctx): Promise<void> => {
  ctx.body = await load(ctx, parsed(usersRule.extend({ limit }), ctx.query));
};
