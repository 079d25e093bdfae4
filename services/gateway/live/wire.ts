import type { User } from '../../../shared/contract/accounts.ts';

/** The wire that a stream is written to. */
export interface Wire {
  /** @param id none keeps the browser's last one */
  send(event: string, data: unknown, id?: string): void;
  /** Bytes that were sent and that the network has not taken yet. */
  waitingBytes(): number;
  /** Ends the response after what was sent. */
  end(): void;
  /** Ends it at once: the other side does not take what is sent. */
  cut(): void;
}

/** Whose stream it is. */
export interface Owner {
  user: User;
  token: string;
  /** As it was when the stream was opened. */
  passport: string;
  ip: string;
}
