import type { ServerResponse } from 'node:http';
import type { Actor } from '../../../shared/contract/accounts.ts';

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
  user: Actor;
  token: string;
  ip: string;
}

/** Writes events as browsers read them; a class, for thousands are open and each shall hold nothing but its response. */
export class ResponseWire implements Wire {
  readonly #res: ServerResponse;

  constructor(res: ServerResponse) {
    this.#res = res;
  }

  send(event: string, data: unknown, id?: string): void {
    const res = this.#res;
    if (res.writableEnded || res.destroyed) return;
    const place = id === undefined ? '' : `id: ${id}\n`;
    res.write(`event: ${event}\n${place}data: ${JSON.stringify(data)}\n\n`);
  }

  waitingBytes(): number {
    return this.#res.writableLength;
  }

  end(): void {
    this.#res.end();
  }

  cut(): void {
    this.#res.destroy();
  }
}
