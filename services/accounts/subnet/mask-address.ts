import { isIP } from 'node:net';

/** An address as its owner recognises it without giving it away: its first half. Empty when it is none. */
export const maskAddress = (ip: string): string => {
  const kind = isIP(ip);
  if (kind === 4) return `${ip.split('.').slice(0, 2).join('.')}.x.x`;
  return kind === 6 ? `${ip.split(':').slice(0, 2).join(':')}:…` : '';
};
