import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { eventually } from '../eventually.ts';

/** Everybody's telephones: where the operator's webhook leads. */
export interface Telephones {
  /** What a portal needs to reach them. */
  env: Record<string, string>;
  /** With which status the webhook answers: 200 takes a message, 422 refuses it for good, 503 takes none now. */
  status: 200 | 422 | 503;
  /** What came to a number, the oldest first. */
  textsTo(phone: string): string[];
  /** The next code that comes to a number after so many texts. */
  codeTo(phone: string, after?: number): Promise<string>;
  /** Waits for a text to a number that says this. */
  textTo(phone: string, words: string): Promise<string>;
  close(): Promise<void>;
}

const messageRule = z.object({ type: z.literal('message'), phone: z.string(), text: z.string() });

export const startTelephones = async (): Promise<Telephones> => {
  const texts: { phone: string; text: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const read = messageRule.safeParse(JSON.parse(Buffer.concat(chunks).toString()));
      if (read.success && telephones.status === 200) texts.push(read.data);
      response.writeHead(telephones.status).end();
    });
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const textsTo = (phone: string) => texts.filter((one) => one.phone === phone).map(({ text }) => text);
  const telephones: Telephones = {
    status: 200,
    env: {
      MESSENGER: 'webhook',
      MESSENGER_WEBHOOK_URL: `http://127.0.0.1:${port}/`,
      MESSENGER_WEBHOOK_SECRET: `whsec_${Buffer.from('a key of the tests alone').toString('base64')}`,
      MESSENGER_PERSON_DAY: '100',
    },
    textsTo,
    codeTo: (phone, after = 0) =>
      eventually(`a code to ${phone}`, () =>
        textsTo(phone)
          .slice(after)
          .map((text) => /\b(\d{6})\b/.exec(text)?.[1])
          .find((code) => code !== undefined),
      ),
    textTo: (phone, words) =>
      eventually(`«${words}» to ${phone}`, () => textsTo(phone).find((text) => text.includes(words))),
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return telephones;
};
