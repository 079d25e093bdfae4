import { z } from 'zod';
import { ipRule } from './accounts.ts';
import { page, personAction } from './action.ts';
import {
  answerRule,
  type DataRequest,
  extensionRule,
  type OwnRequest,
  ownRequestRule,
  receivedRequestRule,
  requestStates,
} from './requests.ts';

const id = z.uuid();

/** What is asked about data, by those whose they are and by those who answer. */
export const requestsActions = {
  /** The actor's own, newest first. */
  'accounts.ownRequests': personAction<OwnRequest[]>()(z.object({})),
  'accounts.askAboutData': personAction<OwnRequest>()(z.object({ request: ownRequestRule, ip: ipRule })),
  /** The register, what is due first: the open ones by their day, then the answered ones. */
  'accounts.requests': personAction<{ items: DataRequest[]; next: string | null }>()(
    z.object({ state: z.enum(requestStates).optional(), ip: ipRule, ...page }),
  ),
  'accounts.request': personAction<DataRequest>()(z.object({ id, ip: ipRule })),
  /** Writes down what came by letter, by phone or in person. */
  'accounts.receiveRequest': personAction<DataRequest>()(
    z.object({ request: receivedRequestRule, ip: ipRule }),
  ),
  'accounts.answerRequest': personAction<DataRequest>({ proof: 'fresh' })(
    z.object({ id, answer: answerRule, ip: ipRule }),
  ),
  /** The one extension that the law knows, told to the person with its reason. */
  'accounts.extendRequest': personAction<DataRequest>({ proof: 'fresh' })(
    z.object({ id, reason: extensionRule, ip: ipRule }),
  ),
  /** A page of the whole register, in the order in which it grew, to be taken away. */
  'accounts.exportRequests': personAction<{ items: DataRequest[]; next: string | null }>({ proof: 'fresh' })(
    z.object({ ip: ipRule, ...page }),
  ),
};
