/** A registration that waits for its phone to be proven. Dates are ISO 8601. */
export interface PendingRegistration {
  /** Known to the browser that registered, and to nobody else. */
  token: string;
  expiresAt: string;
}

/** What somebody may do who waits for a code; the same whether or not the cédula has an account. */
export interface CodeWait {
  /** The phone that they typed. */
  phone: string;
  /** From when on another code may be asked for; null when there were enough. */
  resendAt: string | null;
}

/** What a person's pages say of their own phone. */
export type ShownPhone = Pick<PhoneState, 'confirmedAt' | 'pending' | 'canConfirm'>;

/** A person's own phone. */
export interface PhoneState {
  phone: string;
  /** Since when it is known to be theirs; null when it is not. */
  confirmedAt: string | null;
  /** Another that counts once it is proven. */
  pending: string | null;
  /** Whether anybody can be reached here, so that one can be proven. */
  canConfirm: boolean;
  /** From when on another code may be asked for; null when it may now. */
  resendAt: string | null;
  /** Until when the last code is good; null when there is none. */
  codeUntil: string | null;
  /** From when on codes for a new password go to it: it was changed a short time ago, and not proven; null when they do. */
  recoversFrom: string | null;
}
