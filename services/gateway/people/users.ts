import type { Ctx } from '../context.ts';
import { actorOf } from '../web/session.ts';
import { given, nextPage, usersQueryRule } from './queries.ts';
import { roleName, roleOptions } from './roles.ts';

/** GET /admin/usuarios/ */
export const usersPage = async (ctx: Ctx): Promise<void> => {
  const { cursor, ...query } = usersQueryRule.parse(ctx.query);
  const { items, next } = await ctx.call('accounts.users', {
    actor: actorOf(ctx),
    ip: ctx.ip,
    ...given({ ...query, cursor }),
  });
  ctx.page('users', {
    title: 'Usuarios',
    rows: items.map((user) => ({ ...user, roleName: roleName(user.role) })),
    query,
    roleOptions: roleOptions(query.role),
    nextUrl: nextPage('/admin/usuarios/', query, next),
    narrowed: query.q !== '' || query.role !== undefined || cursor !== undefined,
  });
};
