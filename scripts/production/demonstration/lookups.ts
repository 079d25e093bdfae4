import { choicesFor } from '../../../services/simulator/endings/choices.ts';
import { endingFor } from '../../../services/simulator/endings/ending-for.ts';
import type { Answer, Status } from '../../../shared/contract/census.ts';
import { type Invented, idFor } from './people.ts';

/** What the census has of somebody of the demonstration, in the columns of its tables. */
export interface InventedLookup {
  user_id: string;
  cedula: string;
  status: Status;
  attempt: number;
  requested_at: Date;
  due_at: Date | null;
  answer: Answer | null;
  answered_at: Date | null;
  answer_status: Status | null;
  error_code: string | null;
  version: number;
  updated_at: Date;
  /** Of the attempt; null for who waits for the first. */
  lease_id: string | null;
  started_at: Date;
  outcome: string | null;
}

const MINUTE_MS = 60_000;
/** A lookup is not over before it began. */
const JUST_NOW_MS = 20_000;

/** Null for who did not allow it. */
export const lookupOf = (person: Invented, now: Date): InventedLookup | null => {
  const { id, cedula, fate, registeredAt } = person;
  if (fate.kind === 'unasked') return null;
  const { between } = choicesFor(`consulta ${cedula}`);
  const wait = between(1, 25) * MINUTE_MS + between(0, 59) * 1_000;
  const at = new Date(Math.min(registeredAt.getTime() + wait, now.getTime() - JUST_NOW_MS));
  const asked = {
    ...{ user_id: id, cedula, requested_at: registeredAt, error_code: null, due_at: null },
    ...{ answer: null, answered_at: null, answer_status: null },
    started_at: new Date(at.getTime() - between(1_200, 6_500)),
  };
  if (fate.kind === 'waiting') {
    // Whenever they came: a portal where somebody has waited for hours would be in trouble.
    const since = new Date(now.getTime() - between(0, 540) * 1_000);
    const from = since > registeredAt ? since : registeredAt;
    return {
      ...{ ...asked, status: 'PENDING', attempt: 0, requested_at: from, due_at: from, version: 1 },
      ...{ updated_at: from, lease_id: null, outcome: null },
    };
  }
  const over = { ...asked, attempt: 1, version: 3, updated_at: at, lease_id: idFor(`consulta ${cedula}`) };
  if (fate.kind === 'failed')
    return {
      ...{ ...over, status: fate.status, error_code: fate.error, outcome: fate.error },
      due_at: fate.retried ? new Date(now.getTime() + between(90, 400) * MINUTE_MS) : null,
    };
  const answer = answerOf(cedula);
  return {
    ...{ ...over, status: fate.status, answer_status: fate.status, answered_at: at },
    ...{ answer, outcome: answer.kind },
  };
};

/** What the simulator would say, as the census keeps it. */
const answerOf = (cedula: string): Answer => {
  const ending = endingFor(cedula);
  switch (ending.name) {
    case 'notFound':
      return { kind: 'not_found' };
    case 'cancelledByDeath':
    case 'cancelledOtherwise':
      return { kind: 'cancelled', ...ending.cancellation };
    case 'active':
      return { kind: 'active', ...ending.place };
    default:
      throw new Error(`nobody of the demonstration ends as ${ending.name}`);
  }
};
