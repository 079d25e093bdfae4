import type { ConnectionOptions } from 'nats';
import type { NatsAccess } from '../config/config.ts';
import { inboxPrefixOf, SEVERAL } from './subjects.ts';

/**
 * What all connections to NATS have in common: the address, the user, the way, and where answers to the user's questions
 * arrive. A user is called as its service.
 */
export const natsOptions = ({ url, user, password, tls }: NatsAccess): ConnectionOptions => {
  const { ca, cert, key } = tls;
  const isSecret = new URL(url).protocol === 'tls:' || ca !== undefined || cert !== undefined;
  return {
    servers: url,
    inboxPrefix: inboxPrefixOf(user ?? SEVERAL),
    ...(user === undefined ? {} : { user, pass: password ?? '' }),
    ...(isSecret
      ? {
          tls: {
            ...(ca === undefined ? {} : { caFile: ca }),
            ...(cert === undefined ? {} : { certFile: cert }),
            ...(key === undefined ? {} : { keyFile: key }),
          },
        }
      : {}),
  };
};
