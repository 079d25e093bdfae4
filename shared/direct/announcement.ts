import { networkInterfaces } from 'node:os';
import { z } from 'zod';

/** Where a process takes calls without NATS, and the word that it wants to hear; other processes learn it over NATS. */
export const announcementRule = z.object({ url: z.url({ protocol: /^http$/ }), token: z.string().min(32) });
export type Announcement = z.infer<typeof announcementRule>;

const everywhere = new Set(['0.0.0.0', '::', '']);

/** @returns the address under which others reach a server that listens on `host`: a pod has one */
export const reachableAddress = (host: string, interfaces = networkInterfaces()): string => {
  if (!everywhere.has(host)) return host;
  const outward = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  return outward?.address ?? '127.0.0.1';
};
