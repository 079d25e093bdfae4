import { M0001Accounts } from './m0001-accounts.ts';
import { M0002Portal } from './m0002-portal.ts';
import { M0003Events } from './m0003-events.ts';
import { M0004Text } from './m0004-text.ts';
import { M0005Repeats } from './m0005-repeats.ts';
import { M0006Changes } from './m0006-changes.ts';
import { M0007ChangesOrder } from './m0007-changes-order.ts';
import { M0008SearchText } from './m0008-search-text.ts';
import { M0009SearchIndex } from './m0009-search-index.ts';
import { M0010AuditChain } from './m0010-audit-chain.ts';
import { M0011Fairness } from './m0011-fairness.ts';
import { M0012Proof } from './m0012-proof.ts';
import { M0012bFactors } from './m0012b-factors.ts';
import { M0013Sessions } from './m0013-sessions.ts';
import { M0014FinishedLogins } from './m0014-finished-logins.ts';
import { M0015Decisions } from './m0015-decisions.ts';
import { M0015Shared } from './m0015-shared.ts';
import { M0015bSplit } from './m0015b-split.ts';
import { M0016Messages } from './m0016-messages.ts';
import { M0017Recovery } from './m0017-recovery.ts';
import { M0018Erasure } from './m0018-erasure.ts';
import { M0018Keys } from './m0018-keys.ts';
import { M0018bConsentsKey } from './m0018b-consents-key.ts';
import { M0019Requests } from './m0019-requests.ts';
import { M0020PendingRegistrations } from './m0020-pending-registrations.ts';
import { M0021Texts } from './m0021-texts.ts';
import { M0022IncompleteRequests } from './m0022-incomplete-requests.ts';
import { M0023Looks } from './m0023-looks.ts';
import { M0024Push } from './m0024-push.ts';
import { M0025Places } from './m0025-places.ts';
import { M0025bPlacesOrder } from './m0025b-places-order.ts';
import { M0027Backups } from './m0027-backups.ts';
import { M0028Lists } from './m0028-lists.ts';

/** In the order in which they run; one that was released is never changed. */
export const migrations = [
  M0001Accounts,
  M0002Portal,
  M0003Events,
  M0004Text,
  M0005Repeats,
  M0006Changes,
  M0007ChangesOrder,
  M0008SearchText,
  M0009SearchIndex,
  M0010AuditChain,
  M0011Fairness,
  M0012Proof,
  M0012bFactors,
  M0013Sessions,
  M0014FinishedLogins,
  M0015Shared,
  M0015Decisions,
  M0015bSplit,
  M0016Messages,
  M0017Recovery,
  M0018Keys,
  M0018Erasure,
  M0018bConsentsKey,
  M0019Requests,
  M0020PendingRegistrations,
  M0021Texts,
  M0022IncompleteRequests,
  M0023Looks,
  M0024Push,
  M0025Places,
  M0025bPlacesOrder,
  M0027Backups,
  M0028Lists,
];
