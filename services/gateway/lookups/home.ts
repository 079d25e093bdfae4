import { greetingName } from '../../../shared/person/greeting-name.ts';
import type { Ctx, Page } from '../context.ts';
import { userOf } from '../web/session.ts';
import { readDeadLetters } from './dead-letters.ts';
import { loadWithStaff } from './load.ts';
import { type LookupsCard, presentLookups } from './lookups-view.ts';

interface OperatorsHome extends Page {
  firstName: string;
  lookups: LookupsCard;
  /** How many events are put aside. */
  putAside: number;
}

declare module '../context.ts' {
  interface Pages {
    'lookups/home': OperatorsHome;
  }
}

/** GET / for those who operate the portal: how it goes, and what needs them. */
export const operatorsHome = async (ctx: Ctx): Promise<void> => {
  const [{ state, staff }, letters] = await Promise.all([loadWithStaff(ctx), readDeadLetters(ctx)]);
  ctx.page('lookups/home', {
    title: 'Inicio',
    firstName: greetingName(userOf(ctx).nombreCompleto),
    lookups: presentLookups(state, staff, new Date()),
    putAside: letters.total,
  });
};
