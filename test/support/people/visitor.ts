/** What a program is told at one address, short enough for a table. */
export interface Answer {
  /** "200", or "302 /login/" with where it leads to. */
  outcome: string;
  headers: Headers;
  /** Without what differs each time: the token of the forms. */
  text: string;
}

/** Whoever has a session, asking any address of the portal as a browser would, without following redirects. */
export interface Visitor {
  get(path: string): Promise<Answer>;
  /** Sends a form of the portal's own pages. */
  submit(path: string, fields?: Record<string, string>): Promise<Answer>;
  /** Sends JSON to the API, by POST unless told. */
  send(path: string, body?: object, method?: string): Promise<Answer>;
}

/** @param cookie of a session */
export const createVisitor = async (origin: string, cookie: string): Promise<Visitor> => {
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(origin + path, { redirect: 'manual', ...init });
    const location = response.headers.get('location');
    const stream = response.headers.get('content-type')?.startsWith('text/event-stream');
    // A stream has no end to wait for.
    if (stream) await response.body?.cancel();
    const text = stream ? '' : await response.text();
    return {
      outcome: location === null ? String(response.status) : `${response.status} ${location}`,
      headers: response.headers,
      text: text.replace(/name="_csrf" value="[^"]*"/g, 'name="_csrf"'),
    };
  };

  const page = await fetch(`${origin}/perfil/`, { headers: { cookie } });
  const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(await page.text()) ?? [];
  const secret = page.headers.getSetCookie().map((line) => line.split(';')[0]);
  const cookies = [cookie, ...secret].join('; ');

  return {
    get: (path) => ask(path, { headers: { cookie: cookies } }),
    submit: (path, fields = {}) =>
      ask(path, {
        method: 'POST',
        headers: { cookie: cookies },
        body: new URLSearchParams({ ...fields, _csrf: token }),
      }),
    send: (path, body = {}, method = 'POST') =>
      ask(path, {
        method,
        headers: { cookie: cookies, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  };
};
