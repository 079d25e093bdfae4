import type { MessageKind } from '../../../shared/contract/message-kinds.ts';

export type { MessageKind };

const CODES: readonly MessageKind[] = ['recovery_code', 'phone_code'];
/** Notices that strangers make come, each as often as they like. */
const PROVOKED: readonly MessageKind[] = ['account_exists', 'claim_opened'];
/** As long as the code in it. */
const CODE_MS = 15 * 60_000;
const NOTICE_MS = 72 * 3_600_000;

/** Whether a stranger may have asked for it, and it is of no use after a quarter of an hour. */
export const isCode = (kind: MessageKind): boolean => CODES.includes(kind);

/** Whether it must take the place of nothing else that an owner is to learn. */
export const isProvoked = (kind: MessageKind): boolean => PROVOKED.includes(kind);

/** How long a message is worth sending, in ms. */
export const worthMs = (kind: MessageKind): number => (isCode(kind) ? CODE_MS : NOTICE_MS);
