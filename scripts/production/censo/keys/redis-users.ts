import { createHash } from 'node:crypto';
import type { Secrets } from './secrets.ts';

/** What ioredis asks of any server, and what readiness and `censo doctor` look at. */
const EVERYBODY = '+ping +info +time';

/** Keys and commands of each user: the pace's windows, and the counts of the gateway's limits. */
const rights: Record<keyof Secrets['redis'], string> = {
  scraper: '~censo-pace:* +eval +evalsha +set +pttl +pexpire',
  gateway:
    '~limit:* +eval +evalsha +set +get +incrby +pttl +pexpire +expire +del +unlink +multi +exec +discard',
};

const hashOf = (password: string): string => createHash('sha256').update(password).digest('hex');

/**
 * The users of Redis as its `aclfile`, with hashes for passwords. Nobody else gets in but `probe`, which may ask whether
 * the server is there.
 */
export const redisUsersFile = (passwords: Secrets['redis']): string =>
  [
    'user default off resetpass resetkeys resetchannels -@all',
    'user probe on nopass resetkeys resetchannels -@all +ping',
    ...Object.entries(rights).map(
      ([name, right]) =>
        `user ${name} on #${hashOf(passwords[name as keyof Secrets['redis']])} resetchannels -@all ${EVERYBODY} ${right}`,
    ),
    '',
  ].join('\n');
