/** What goes back on the wire. `status` is the HTTP status; `headers` are sent beside the content type. */
export interface Reply {
  status: number;
  contentType: string;
  body: string;
  headers?: Readonly<Record<string, string>>;
}

/**
 * What a route decides: a reply, to say nothing and keep the socket open until the simulator closes, or to end the
 * connection without a word.
 */
export type Answer = Reply | 'silence' | 'reset';

/** An HTML page or fragment. */
export const html = (body: string, status = 200): Reply => ({
  status,
  contentType: 'text/html; charset=utf-8',
  body,
});

/** A JSON answer. */
export const json = (value: unknown, status = 200): Reply => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
});

/** A JSON answer with `\/` for every slash, as PHP's `json_encode` writes it (seen on wsp). */
const phpJson = (value: unknown): Reply => {
  const reply = json(value);
  return { ...reply, body: reply.body.replaceAll('/', '\\/') };
};

/** A line of plain text. */
export const text = (body: string, status: number): Reply => ({
  status,
  contentType: 'text/plain; charset=utf-8',
  body,
});

/** The envelope `{success, data:{message}, reload?}` with escaped slashes (seen). `message` is HTML or text. */
export const wspMessage = (success: boolean, message: string, extra: { reload?: true } = {}): Reply =>
  phpJson({ success, data: { message }, ...extra });
