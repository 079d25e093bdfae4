import { createHmac } from 'node:crypto';
import { type Clock, systemClock } from '../../../../shared/time/clock.ts';
import type { Carried, Carrier } from './carrier.ts';
import { type Answered, request } from './request.ts';

interface WebhookOptions {
  /** The operator's own, and nobody else's: nothing that a person types comes near it. */
  url: string;
  /** `whsec_` and base64. */
  secret: string;
  clock?: Pick<Clock, 'now' | 'wait'>;
}

/**
 * A signed POST to an address of the operator's, as https://www.standardwebhooks.com says it. Whoever receives it knows a
 * second sending by its `webhook-id`, so that one of which nobody knows whether it arrived is simply sent again.
 */
export const createWebhook = ({ url, secret, clock = systemClock }: WebhookOptions): Carrier => {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const address = new URL(url);

  const post = (id: string, content: object): Promise<Answered> => {
    const at = Math.floor(clock.now() / 1_000);
    const body = JSON.stringify(content);
    const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(at),
      'webhook-signature': `v1,${signature}`,
    };
    return request({ url: address, method: 'POST', headers, body }, clock);
  };

  return {
    name: 'webhook',
    async carry({ id, kind, phone, body }) {
      return judged(await post(id, { type: 'message', id, kind, phone, text: body }));
    },
    find: async () => 'absent',
    async probe() {
      const carried = judged(await post(`ping-${clock.now()}`, { type: 'ping' }));
      const detail = `${address.host} responde`;
      if (carried.outcome === 'sent') return { detail, problem: null };
      return { detail: `${address.host}: ${carried.why}`, problem: 'La dirección no acepta los mensajes.' };
    },
  };
};

const judged = (answered: Answered): Carried => {
  if (answered.kind === 'unsent') return { outcome: 'away', why: answered.why };
  if (answered.kind === 'unknown') return { outcome: 'unknown', why: answered.why };
  const { status } = answered;
  if (status >= 200 && status < 300) return { outcome: 'sent' };
  const why = `HTTP ${status}`;
  // Its own word for a message that it will never take.
  if (status === 422) return { outcome: 'refused', why };
  // Of this one message, as far as it says: others go on, and it is put aside after so many tries.
  return { outcome: OF_THE_MESSAGE.has(status) ? 'failed' : 'away', why };
};

const OF_THE_MESSAGE = new Set([400, 404, 409, 410]);
