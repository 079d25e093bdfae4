import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { Gathered } from './gathered.ts';

/** Somebody who is logged in was refused what they may not do: one entry a minute for each. */
export const noteRefusal = (
  gathered: Gathered,
  { actor, route, code, ip }: ActionParams<'accounts.noteRefusal'>,
): void =>
  gathered.note(actor.id, {
    ...{ actor, action: 'access.refused', subjectIds: [actor.id], ip },
    detail: `${route} (${code})`,
  });
