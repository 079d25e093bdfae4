import { M0001Accounts } from './m0001-accounts.ts';
import { M0002Portal } from './m0002-portal.ts';
import { M0003Events } from './m0003-events.ts';
import { M0006Changes } from './m0006-changes.ts';
import { M0007ChangesOrder } from './m0007-changes-order.ts';

/** In the order in which they run; one that was released is never changed. */
export const migrations = [M0001Accounts, M0002Portal, M0003Events, M0006Changes, M0007ChangesOrder];
