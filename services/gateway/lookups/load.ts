import { type LookupsState, NOBODY } from '../../../shared/contract/lookups.ts';
import type { Ctx } from '../context.ts';
import type { Staff } from './words.ts';

/** The lookups as they are, without a person in them. */
export const loadLookups = (ctx: Ctx): Promise<LookupsState> => ctx.call('census.lookups', {});

/** The same, with the names of those who paused, resumed or probed: who operates sees who else does. */
export const loadWithStaff = async (ctx: Ctx): Promise<{ state: LookupsState; staff: Staff }> => {
  const state = await loadLookups(ctx);
  const ids = new Set(
    [...state.operations, ...(state.pause === null ? [] : [state.pause])].map(({ by }) => by),
  );
  ids.delete(NOBODY);
  const people = ids.size === 0 ? [] : await ctx.call('accounts.staff', { userIds: [...ids] });
  return { state, staff: new Map(people.map(({ id, nombreCompleto }) => [id, nombreCompleto])) };
};
