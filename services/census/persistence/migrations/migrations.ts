import { M0001Census } from './m0001-census.ts';
import { M0002Lookups } from './m0002-lookups.ts';
import { M0003Portal } from './m0003-portal.ts';
import { M0004Events } from './m0004-events.ts';
import { M0007Changes } from './m0007-changes.ts';
import { M0008ChangesOrder } from './m0008-changes-order.ts';

/** In the order in which they run; one that was released is never changed. */
export const migrations = [
  M0001Census,
  M0002Lookups,
  M0003Portal,
  M0004Events,
  M0007Changes,
  M0008ChangesOrder,
];
