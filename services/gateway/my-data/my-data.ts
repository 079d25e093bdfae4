import type { OwnSummary } from '../../../shared/contract/own-data.ts';
import { type PlaceRow, presentPlace } from '../answer/places.ts';
import type { Ctx, Page } from '../context.ts';
import { retentionText } from './retention.ts';
import { type Section, sections } from './sections.ts';
import {
  type ConsentRow,
  type LookupRow,
  presentConsent,
  presentLookup,
  presentVisit,
  type VisitRow,
} from './view.ts';

interface MyDataPage extends Page {
  account: Omit<OwnSummary, 'consents'>;
  consents: ConsentRow[];
  /** The latest; `more` when there are others on a page of their own. */
  visits: { rows: VisitRow[]; more: boolean };
  lookups: { rows: LookupRow[]; more: boolean };
  /** Where the answers said that they vote, newest first. */
  places: PlaceRow[];
  sections: readonly Section[];
  /** For how long it is kept, where there is a term. */
  retention: string | null;
}

declare module '../context.ts' {
  interface Pages {
    'my-data/my-data': MyDataPage;
  }
}

const LATEST = 5;

/** GET /mis-datos/ */
export const myDataPage = async (ctx: Ctx): Promise<void> => {
  const [{ consents, ...account }, visits, history] = await Promise.all([
    ctx.call('accounts.ownData', {}),
    ctx.call('accounts.ownVisits', { limit: LATEST }),
    ctx.call('census.ownHistory', { limit: LATEST }),
  ]);
  const now = new Date();
  ctx.page('my-data/my-data', {
    title: 'Mis datos',
    retention: retentionText(ctx.config.retention, now),
    account,
    consents: consents.map(presentConsent),
    visits: { rows: visits.items.map(presentVisit), more: visits.next !== null },
    lookups: {
      rows: history.items.map((lookup) => presentLookup(lookup, now)),
      more: history.next !== null,
    },
    places: (history.places ?? []).map(presentPlace),
    sections,
  });
};
