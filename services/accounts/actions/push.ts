import type { Handlers } from '../../../shared/moleculer/implement.ts';
import { readPush, subscribe, unsubscribe } from '../push/subscriptions.ts';
import type { Means } from './means.ts';

/** Which browsers of a person are told when an answer comes. */
export const pushActions = ({ accounts, em, now }: Means) => {
  return {
    push: (params) => readPush(em(), accounts().push, params),
    subscribePush: (params) => subscribe(em(), accounts().push, params, now()),
    unsubscribePush: (params) => unsubscribe(em(), params),
  } satisfies Partial<Handlers<'accounts'>>;
};
