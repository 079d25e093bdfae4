import { type StatusTone, statusTones } from '../../../shared/contract/status-tones.ts';
import { announcementOf } from './announcement.ts';
import { shownPeople } from './look.ts';
import type { News } from './news.ts';
import type { Toasts } from './toasts.ts';
import type { Arrived, Wishes } from './wishes.ts';

/** Says that an answer came which was asked for on this tab, and nothing of any other. */
export interface Announcer {
  /** A stream told it. */
  heard(news: News): void;
  /** The page shows it: perhaps no stream did. */
  looked(): void;
}

const toneOf = (status: string): StatusTone | undefined =>
  Object.hasOwn(statusTones, status) ? statusTones[status as keyof typeof statusTones] : undefined;

/** Red is the end: what is tried again is none. */
const toneFor = ({ failed, retryAt }: Arrived): 'good' | 'notice' | 'bad' =>
  !failed ? 'good' : retryAt === null ? 'bad' : 'notice';

/** Pages whose card is of the person who looks. */
const OWN_PAGES = ['/', '/perfil/'];

export const createAnnouncer = (wishes: Wishes, toasts: Toasts): Announcer => {
  let own: string | null = null;

  const arrived = (one: Arrived): void => {
    for (const wish of wishes.answeredBy(one, own))
      toasts.say({ text: announcementOf(wish, one, Date.now()), tone: toneFor(one), about: one.userId });
  };

  return {
    heard(news) {
      own = news.own ?? own;
      for (const { userId, version, status, retryAt = null } of news.told) {
        const look = toneOf(status);
        if (look === undefined || look.tone === 'waiting') continue;
        arrived({ userId, version, word: look.short, failed: look.tone === 'bad', retryAt });
      }
    },
    looked() {
      if (wishes.isEmpty()) return;
      for (const person of shownPeople()) {
        const { person: userId = '', version, waiting } = person.dataset;
        const badge = person.querySelector('.badge');
        if (waiting !== undefined || badge === null) continue;
        if (OWN_PAGES.includes(location.pathname)) own ??= userId;
        const failed = badge.matches('.bad, .bad *');
        const word = badge.textContent.trim();
        arrived({ userId, version: Number(version), word, failed, retryAt: null });
      }
    },
  };
};
