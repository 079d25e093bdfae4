import type { IncomingMessage } from 'node:http';

/** Largest request body accepted, in bytes. A real form sends less than 4 KiB, a captcha token included. */
const BODY_LIMIT = 64 * 1024;

/**
 * Reads a request's whole body. What goes past {@link BODY_LIMIT} is read and thrown away: a client that is cut off in
 * the middle of sending sees a broken connection instead of the 413.
 *
 * @returns the bytes, or `'too large'`
 * @throws when the client breaks off
 */
export async function readBody(request: IncomingMessage): Promise<Buffer | 'too large'> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
  }
  return size > BODY_LIMIT ? 'too large' : Buffer.concat(chunks);
}
