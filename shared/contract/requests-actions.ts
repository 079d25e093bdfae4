import { z } from 'zod';
import { ipRule } from './accounts.ts';
import { page, personAction } from './action.ts';
import {
  answerRule,
  completionRule,
  type DataRequest,
  extensionRule,
  missingRule,
  type OwnRequest,
  ownRequestRule,
  receivedCompletionRule,
  receivedRequestRule,
  requestStates,
} from './requests.ts';

const id = z.uuid();

/** What is asked about data, by those whose they are and by those who answer. */
export const requestsActions = {
  /** The actor's own, newest first. */
  'accounts.ownRequests': personAction<OwnRequest[]>()(z.object({})),
  'accounts.askAboutData': personAction<OwnRequest>()(z.object({ request: ownRequestRule, ip: ipRule })),
  /** Adds what the actor was asked for: the term begins then. */
  'accounts.completeOwnRequest': personAction<OwnRequest>()(
    z.object({ id, text: completionRule, ip: ipRule }),
  ),
  /** The register, what is due first: the open ones by their day, then those that wait for the person, then what is over. */
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
  /** The person was asked for what a reclamo lacks, within five working days: it waits for them, two months at most. */
  'accounts.askToComplete': personAction<DataRequest>({ proof: 'fresh' })(
    z.object({ id, missing: missingRule, ip: ipRule }),
  ),
  /** What they were asked for came by letter, by phone or in person. */
  'accounts.receiveCompletion': personAction<DataRequest>()(
    z.object({ id, completion: receivedCompletionRule, ip: ipRule }),
  ),
  /** A page of the whole register, in the order in which it grew, to be taken away. */
  'accounts.exportRequests': personAction<{ items: DataRequest[]; next: string | null }>({ proof: 'fresh' })(
    z.object({ ip: ipRule, ...page }),
  ),
};
