import { z } from 'zod';
import { type Clock, systemClock } from '../../../../shared/time/clock.ts';
import type { Carried, Carrier, Envelope } from './carrier.ts';
import { type Answered, request } from './request.ts';

interface TwilioOptions {
  account: string;
  token: string;
  /** A number, `whatsapp:` and a number, or a messaging service (`MG…`). */
  from: string;
  /** Templates that WhatsApp has approved, by kind of message. */
  templates: Readonly<Record<string, string>>;
  baseUrl: string;
  clock?: Pick<Clock, 'wait'>;
}

const WHATSAPP = 'whatsapp:';
/** What Twilio's own clock may differ from ours. */
const SKEW_MS = 120_000;
/** It keeps more a page than a number may get in a day. */
const PAGE = '50';

const errorRule = z.object({ code: z.number().int() });
const createdRule = z.object({ sid: z.string().min(1) });
const accountRule = z.object({ status: z.string() });
const listRule = z.object({
  messages: z.array(z.object({ body: z.string().nullable(), status: z.string(), date_created: z.string() })),
});

/**
 * Of the number, whatever else is in order: it is none, a landline, of a country that is not allowed, or its owner wants
 * nothing. Twilio asks not to rely on its codes, so one that is missing here is tried again, and put aside after ten tries.
 */
const OF_THE_NUMBER = new Set([
  21211, 21214, 21217, 21265, 21266, 21407, 21408, 21421, 21610, 21612, 21614, 21635, 63003, 63024,
]);

/**
 * SMS or WhatsApp by Twilio. It has no key by which it would know a second sending, so it is asked for the messages to this
 * number before one is sent again of which nobody knows whether it went.
 */
export const createTwilio = (options: TwilioOptions): Carrier => {
  const { account, token, from, templates, baseUrl, clock = systemClock } = options;
  const authorization = `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`;
  const place = (path: string): URL => new URL(`/2010-04-01/Accounts/${account}${path}`, baseUrl);
  const to = (phone: string): string => (from.startsWith(WHATSAPP) ? `${WHATSAPP}${phone}` : phone);
  const templateOf = ({ kind }: Envelope): string | undefined =>
    from.startsWith(WHATSAPP) ? templates[kind] : undefined;
  const ask = (url: URL): Promise<Answered> =>
    request({ url, method: 'GET', headers: { authorization } }, clock);

  return {
    name: 'twilio',
    async carry(message) {
      const template = templateOf(message);
      const body = new URLSearchParams({
        To: to(message.phone),
        ...(from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from }),
        ...(template === undefined
          ? { Body: message.body }
          : { ContentSid: template, ContentVariables: JSON.stringify({ 1: message.code ?? message.body }) }),
      }).toString();
      const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
      return judged(await request({ url: place('/Messages.json'), method: 'POST', headers, body }, clock));
    },
    async find(message, triedAt) {
      const url = place('/Messages.json');
      url.search = new URLSearchParams({ To: to(message.phone), PageSize: PAGE }).toString();
      const answered = await ask(url);
      const listed = listRule.safeParse(
        answered.kind === 'answer' && answered.status === 200 ? answered.body : null,
      );
      if (!listed.success) return 'away';
      const known = templateOf(message) === undefined ? message.body : (message.code ?? message.body);
      const isIt = listed.data.messages.some(
        ({ body, date_created: createdAt }) =>
          Date.parse(createdAt) >= triedAt.getTime() - SKEW_MS && body?.includes(known) === true,
      );
      return isIt ? 'sent' : 'absent';
    },
    async probe() {
      const answered = await ask(place('.json'));
      const { host } = new URL(baseUrl);
      const problem = 'Revise TWILIO_ACCOUNT_SID y TWILIO_AUTH_TOKEN, y el saldo de la cuenta.';
      if (answered.kind !== 'answer') return { detail: `${host} no responde (${answered.why})`, problem };
      const { data } = accountRule.safeParse(answered.body);
      if (answered.status !== 200 || data === undefined)
        return { detail: `${host}: ${reason(answered)}`, problem };
      return data.status === 'active'
        ? { detail: `${host}: la cuenta está activa`, problem: null }
        : { detail: `${host}: la cuenta no está activa`, problem };
    },
  };
};

const judged = (answered: Answered): Carried => {
  if (answered.kind === 'unsent') return { outcome: 'away', why: answered.why };
  if (answered.kind === 'unknown') return { outcome: 'unknown', why: answered.why };
  const { status, body } = answered;
  const why = reason(answered);
  if (status === 201)
    return createdRule.safeParse(body).success ? { outcome: 'sent' } : { outcome: 'unknown', why };
  if (status >= 500) return { outcome: 'unknown', why };
  if (status !== 400) return { outcome: 'away', why };
  const code = codeOf(body);
  return code !== null && OF_THE_NUMBER.has(code) ? { outcome: 'refused', why } : { outcome: 'failed', why };
};

const codeOf = (body: unknown): number | null => errorRule.safeParse(body).data?.code ?? null;

/** Never what it says in words: they may have the number. */
const reason = ({ status, body }: { status: number; body: unknown }): string => {
  const code = codeOf(body);
  return code === null ? `HTTP ${status}` : `HTTP ${status} ${code}`;
};
