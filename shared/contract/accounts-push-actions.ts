import { z } from 'zod';
import { personAction } from './action.ts';
import { endpointRule, type PushState, subscriptionRule } from './push.ts';

const token = z.string().max(200);

/** Which browsers of a person are told when an answer comes. */
export const accountsPushActions = {
  /** `token` = of the session that asks. */
  'accounts.push': personAction<PushState>()(z.object({ token })),
  /** The browser of this session is told from now on; the same one again changes nothing. */
  'accounts.subscribePush': personAction<null>()(
    z.object({ token, userAgent: z.string().max(300).default(''), subscription: subscriptionRule }),
  ),
  /** One of the actor's own, by its id or by what the browser has of it, or all; one that is gone already stays so. */
  'accounts.unsubscribePush': personAction<null>()(
    z.object({
      which: z.union([z.literal('all'), z.object({ id: z.uuid() }), z.object({ endpoint: endpointRule })]),
    }),
  ),
};
