import { M0001Census } from './m0001-census.ts';
import { M0002Lookups } from './m0002-lookups.ts';
import { M0003Portal } from './m0003-portal.ts';
import { M0004Events } from './m0004-events.ts';
import { M0005Outages } from './m0005-outages.ts';
import { M0006Changes } from './m0006-changes.ts';
import { M0007ChangesOrder } from './m0007-changes-order.ts';
import { M0008Submissions } from './m0008-submissions.ts';
import { M0009Operations } from './m0009-operations.ts';
import { M0010Subnets } from './m0010-subnets.ts';
import { M0011Consents } from './m0011-consents.ts';
import { M0012Erasure } from './m0012-erasure.ts';
import { M0013Corrections } from './m0013-corrections.ts';
import { M0014Suspended } from './m0014-suspended.ts';
import { M0015ConsentFloor } from './m0015-consent-floor.ts';
import { M0016Places } from './m0016-places.ts';
import { M0017Shapes } from './m0017-shapes.ts';
import { M0019Canaries } from './m0019-canaries.ts';
import { M0020Traces } from './m0020-traces.ts';

/** In the order in which they run; one that was released is never changed. */
export const migrations = [
  M0001Census,
  M0002Lookups,
  M0003Portal,
  M0004Events,
  M0005Outages,
  M0006Changes,
  M0007ChangesOrder,
  M0008Submissions,
  M0009Operations,
  M0010Subnets,
  M0011Consents,
  M0012Erasure,
  M0013Corrections,
  M0014Suspended,
  M0015ConsentFloor,
  M0016Places,
  M0017Shapes,
  M0019Canaries,
  M0020Traces,
];
