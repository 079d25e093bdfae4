import type { Carrier } from './carrier.ts';

/**
 * For development: whoever runs the portal reads the messages in its terminal. They are no log: that has nobody's telephone,
 * and may be kept.
 */
export const createConsole = (write: (line: string) => void): Carrier => ({
  name: 'console',
  async carry({ phone, body }) {
    write(`mensaje para ${phone}: ${body}`);
    return { outcome: 'sent' };
  },
  find: async () => 'absent',
  probe: async () => ({ detail: 'los mensajes se escriben en la terminal', problem: null }),
});
