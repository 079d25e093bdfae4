import { enhanceShare } from './account/share.ts';
import { enhanceCountdowns } from './answer/countdown.ts';
import { enhancePicture } from './answer/picture.ts';
import { enhancePrint } from './answer/print.ts';
import { countPicks, enhancePicks } from './batches/picks.ts';
import { followAnswers } from './live/follow.ts';
import { rememberPage } from './live/parts.ts';
import { keepTicket } from './push/keep-ticket.ts';
import { enhancePush } from './push/push.ts';
import { enhanceDownloads } from './referrals/export/download.ts';
import { keepListView } from './referrals/kept-view.ts';
import { enhanceNarrowing } from './referrals/narrow.ts';
import { stayAwake } from './ui/awake.ts';
import { enhanceCopy } from './ui/copy.ts';
import { enhanceMenus } from './ui/menu.ts';

/** What came with a look is enhanced as well. */
const enhance = (): void => {
  enhanceCopy();
  enhanceCountdowns();
  enhancePicture();
  enhancePrint();
  enhanceShare();
  enhancePush();
  keepTicket();
  enhancePicks();
  countPicks();
  keepListView();
};

// Before `app.ts`: the page is remembered as it came, and forms that stay on the page are heard before the others are busy.
rememberPage(document.body);
enhance();
enhanceMenus();
stayAwake();
enhanceDownloads();
enhanceNarrowing();
followAnswers(enhance);
