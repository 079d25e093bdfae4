import type { ServerResponse } from 'node:http';
import { type Heard, startLocalServer } from './local-server.ts';

/**
 * How the imitation takes messages: it takes them; the number gets none; the account has no balance; no answer comes, and the
 * message went, or did not; the connection breaks once it went; it is broken; too many at once.
 */
export type TwilioMood =
  | 'success'
  | 'refused'
  | 'no balance'
  | 'slow'
  | 'slow and lost'
  | 'cut'
  | 'down'
  | 'too many'
  | 'odd';

/** A message as Twilio has it. */
interface TwilioMessage {
  to: string;
  from: string;
  body: string;
  /** The template and what was put into it. */
  template: string | null;
  dateCreated: Date;
}

export interface FakeTwilio {
  url: string;
  account: string;
  token: string;
  /** What it took, oldest first. */
  messages: TwilioMessage[];
  /** How often it was asked to send, and for its list. */
  calls: { send: number; list: number };
  mood: TwilioMood;
  /** Whether it answers questions. */
  answers: boolean;
  /** The newest code that this number got; null before. */
  codeFor(phone: string): string | null;
  close(): Promise<void>;
}

const json = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
const refusal = (response: ServerResponse, status: number, code: number): void =>
  json(response, status, { code, message: `Text for ${code}`, more_info: '', status });

/** The status and Twilio's code. */
const REFUSALS: { readonly [M in TwilioMood]?: [number, number] } = {
  refused: [400, 21211],
  odd: [400, 21606],
  'no balance': [401, 20003],
  'too many': [429, 20429],
  down: [503, 20503],
};

/** As much of Twilio's API of 2010-04-01 as is used, on this machine. */
export const startFakeTwilio = async (now: () => number = Date.now): Promise<FakeTwilio> => {
  const account = `AC${'0'.repeat(32)}`;
  const token = 'the-token-of-the-account';
  const path = `/2010-04-01/Accounts/${account}`;
  const sid = (number: number): string => `SM${String(number).padStart(32, '0')}`;

  const take = (form: URLSearchParams): void => {
    const variables = form.get('ContentVariables');
    fake.messages.push({
      to: form.get('To') ?? '',
      from: form.get('From') ?? form.get('MessagingServiceSid') ?? '',
      body: form.get('Body') ?? `Plantilla: ${JSON.parse(variables ?? '{}')['1']}`,
      template: form.get('ContentSid'),
      dateCreated: new Date(now()),
    });
  };
  const send = ({ body }: Heard, response: ServerResponse): void => {
    fake.calls.send += 1;
    const form = new URLSearchParams(body);
    const { mood } = fake;
    const refused = REFUSALS[mood];
    if (refused !== undefined) {
      refusal(response, ...refused);
      return;
    }
    if (mood === 'slow and lost') return;
    take(form);
    if (mood === 'slow') return;
    if (mood === 'cut') response.socket?.resetAndDestroy();
    else json(response, 201, { sid: sid(fake.messages.length), status: 'queued' });
  };
  const list = ({ url }: Heard, response: ServerResponse): void => {
    fake.calls.list += 1;
    const found = fake.messages.filter(({ to }) => to === url.searchParams.get('To')).toReversed();
    json(response, 200, {
      messages: found.map(({ body, dateCreated }) => ({
        body,
        status: 'queued',
        date_created: dateCreated.toUTCString(),
      })),
    });
  };

  const server = await startLocalServer((heard, response) => {
    const { method, url, headers } = heard;
    const known = `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`;
    const asked = `${method} ${url.pathname}`;
    if (headers.authorization !== known) refusal(response, 401, 20003);
    else if (asked === `POST ${path}/Messages.json`) send(heard, response);
    else if (!fake.answers) refusal(response, 503, 20503);
    else if (asked === `GET ${path}/Messages.json`) list(heard, response);
    else if (asked === `GET ${path}.json`)
      json(response, 200, { status: fake.mood === 'no balance' ? 'suspended' : 'active' });
    else refusal(response, 404, 20404);
  });
  const fake: FakeTwilio = {
    ...{ url: server.url, account, token, close: server.close },
    ...{ messages: [], calls: { send: 0, list: 0 }, mood: 'success', answers: true },
    codeFor(phone) {
      const newest = fake.messages.findLast(({ to }) => to.endsWith(phone));
      return newest?.body.match(/\b\d{6}\b/)?.[0] ?? null;
    },
  };
  return fake;
};
