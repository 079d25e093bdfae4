import { setTimeout as sleep } from 'node:timers/promises';
import type { Servers, TestServer } from '../servers/servers.ts';
import { type PortalService, portalServices } from '../system/manifests.ts';
import type { System } from '../system/system.ts';

/** What is struck, and how it ends. */
export type Part = PortalService | 'nats' | 'redis' | 'postgres';
export type Signal = 'SIGKILL' | 'SIGTERM' | 'SIGSTOP';

export const signals: readonly Signal[] = ['SIGKILL', 'SIGTERM', 'SIGSTOP'];

/** How long a part stays away, in milliseconds: ended ones are started again after `restartMs`. */
export interface Away {
  restartMs: number;
  stopMs: number;
}

const isService = (part: Part): part is PortalService => portalServices.some((name) => name === part);

const serverOf = ({ servers }: System, part: keyof Servers): TestServer => {
  const server = servers?.[part];
  if (typeof server !== 'object') throw new Error(`this system has no ${part} of its own`);
  return server;
};

/** Strikes one process of a part (one of the two of a service) and mends it. @returns when, in ms since epoch */
export const strike = async (
  system: System,
  part: Part,
  signal: Signal,
  away: Away,
): Promise<{ struckAt: number; mendedAt: number }> => {
  const { end, mend } = isService(part)
    ? ofService(system, `${part}-1`, signal)
    : ofServer(system, part, signal);
  const struckAt = Date.now();
  await end();
  await sleep(signal === 'SIGSTOP' ? away.stopMs : away.restartMs);
  await mend();
  return { struckAt, mendedAt: Date.now() };
};

interface Blow {
  end(): Promise<void>;
  mend(): Promise<void>;
}

const ofService = (system: System, role: string, signal: Signal): Blow => {
  if (signal !== 'SIGSTOP') return { end: () => system.kill(role, signal), mend: () => system.start(role) };
  return {
    end: async () => system.processes.get(role)?.kill('SIGSTOP'),
    mend: async () => system.processes.get(role)?.kill('SIGCONT'),
  };
};

const ofServer = (system: System, part: Exclude<Part, PortalService>, signal: Signal): Blow => {
  const server = serverOf(system, part);
  if (signal === 'SIGSTOP') return { end: server.freeze, mend: server.thaw };
  return { end: signal === 'SIGKILL' ? server.kill : server.stop, mend: server.start };
};
