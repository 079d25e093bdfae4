import type { Carrier } from './carrier.ts';

/** For development: whoever runs the portal reads the messages where it writes its log. */
export const createConsole = (log: { info(message: string): void }): Carrier => ({
  name: 'console',
  async carry({ phone, body }) {
    log.info(`mensaje para ${phone}: ${body}`);
    return { outcome: 'sent' };
  },
  find: async () => 'absent',
  probe: async () => ({ detail: 'los mensajes se escriben en la terminal', problem: null }),
});
