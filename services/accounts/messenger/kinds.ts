import type { MessageKind } from '../../../shared/contract/message-kinds.ts';

export type { MessageKind };

const CODES: readonly MessageKind[] = ['recovery_code', 'phone_code'];
/** As long as the code in it. */
const CODE_MS = 15 * 60_000;
const NOTICE_MS = 72 * 3_600_000;

/** Whether a stranger may have asked for it, and it is of no use after a quarter of an hour. */
export const isCode = (kind: MessageKind): boolean => CODES.includes(kind);

/** How long a message is worth sending, in ms. */
export const worthMs = (kind: MessageKind): number => (isCode(kind) ? CODE_MS : NOTICE_MS);
