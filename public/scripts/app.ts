import { enhancePasskeys } from './account/passkeys.ts';
import { noteRegistration } from './account/register.ts';
import { enhanceShare } from './account/share.ts';
import { enhanceCountdowns } from './answer/countdown.ts';
import { enhancePicture } from './answer/picture.ts';
import { enhancePrint } from './answer/print.ts';
import { countPicks, enhancePicks } from './batches/picks.ts';
import { enhanceBusyForms } from './forms/busy.ts';
import { enhanceReveal } from './forms/reveal.ts';
import { enhanceStrength } from './forms/strength.ts';
import { enhanceValidation } from './forms/validate.ts';
import { followAnswers } from './live/follow.ts';
import { rememberPage } from './live/parts.ts';
import { keepTicket } from './push/keep-ticket.ts';
import { enhancePush } from './push/push.ts';
import { forgetKept } from './push/worker.ts';
import { enhanceDownloads } from './referrals/export/download.ts';
import { keepListView } from './referrals/kept-view.ts';
import { enhanceNarrowing } from './referrals/narrow.ts';
import { stayAwake } from './ui/awake.ts';
import { enhanceCopy } from './ui/copy.ts';
import { enhanceMenus } from './ui/menu.ts';

/** Progressive enhancement: every page works without this, by reloading. What came with a look is enhanced as well. */
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

const isLive = document.body.hasAttribute('data-live');
if (isLive) rememberPage(document.body);
enhance();
enhanceMenus();
stayAwake();
enhanceReveal();
enhanceValidation();
enhanceStrength();
enhancePasskeys();
enhanceDownloads();
enhanceNarrowing();
if (isLive) followAnswers(enhance);
else {
  noteRegistration();
  void forgetKept();
}
enhanceBusyForms();
