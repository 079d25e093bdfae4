import { M0001Accounts } from './m0001-accounts.ts';
import { M0002Portal } from './m0002-portal.ts';

/** In the order in which they run; one that was released is never changed. */
export const migrations = [M0001Accounts, M0002Portal];
