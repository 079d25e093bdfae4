/** A message as it is handed over. */
export interface Envelope {
  /** The same at each try. */
  id: string;
  kind: string;
  /** E.164. */
  phone: string;
  body: string;
  /** What the body has of a code, for templates. */
  code: string | null;
}

/** What came of handing one over; `why` is for operators, without anything of the message. */
export type Carried =
  | { outcome: 'sent' }
  /** It will never go: the number is not one that gets messages. */
  | { outcome: 'refused'; why: string }
  /** It did not go, and perhaps never will. */
  | { outcome: 'failed'; why: string }
  /** It did not go, for nothing of its own: no connection, no balance, too many at once. */
  | { outcome: 'away'; why: string }
  /** Nobody knows whether it went. */
  | { outcome: 'unknown'; why: string };

/** Whether one whose sending nobody knows of has gone; `away`: there was no answer. */
export type Found = 'sent' | 'absent' | 'away';

/** Who carries messages to phones, as a plugin. */
export interface Carrier {
  readonly name: string;
  /** Hands one over, in bounded time; nothing that the service says is thrown. */
  carry(message: Envelope): Promise<Carried>;
  /**
   * Asks about one that was handed over, and nobody knows whether it went.
   *
   * @param triedAt when
   */
  find(message: Envelope, triedAt: Date): Promise<Found>;
  /** Asks whether it would carry anything, without a message. @returns `problem` null when it would */
  probe(): Promise<{ detail: string; problem: string | null }>;
}
