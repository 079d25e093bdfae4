import { join } from 'node:path';
import type { User } from '../../../shared/contract/accounts.ts';
import { formatCedula } from '../../../shared/person/cedula.ts';
import { formatPhone, phoneLink } from '../../../shared/person/phone/phone.ts';
import { inWords } from '../../../shared/time/wait-words.ts';
import type { Page, Pages } from '../context.ts';
import type { Assets } from './assets/assets.ts';
import type { Election } from './election.ts';
import {
  counted,
  formatDay,
  formatNumber,
  formatShortDay,
  formatWholeDay,
  plural,
  unbroken,
} from './format.ts';
import { drawnIcon, icon, iconDrawings } from './icons.ts';
import type { Notice } from './notices.ts';
import { openTemplates } from './templates.ts';

/** What every page is given besides its own data, and the layout around it. */
export interface Frame {
  /** Who is logged in. */
  user: User | undefined;
  may: May;
  path: string;
  /** Whether the answers are invented, which every page says. */
  simulatedData: boolean;
  /** Whether people are as well. */
  hasInventedPeople?: boolean;
  /** Makes the token that a form of this page must send back. */
  csrf(): string;
  notice: Notice | null;
  /** Until when they may do without a second factor, ISO 8601; null when nobody demands one. */
  enrolBy: string | null;
  /** Whether that is past, so that nothing else is open to them before they have one. */
  isOverdue: boolean;
  /** The policy allows more than they accepted, and they decide anew. */
  askedAgain: boolean;
  /** What everybody comes for, where the operator says it. */
  election: Election | null;
  /** When everybody's data go, once it is near, ISO 8601. */
  allErasedOn: string | null;
}

/** Which places the layout offers; nobody who is not logged in has any. */
export interface May {
  listReferred: boolean;
  readReferred: boolean;
  operate: boolean;
  administer: boolean;
}

export type Render = <K extends keyof Pages>(page: K, data: Pages[K] & Page & Frame) => string;

/**
 * The page renderer: Eta templates of `templates/`, with the helpers that they share.
 *
 * @param areFinal that the templates do not change
 */
export const createRenderer = (assets: Pick<Assets, 'url'>, areFinal: boolean): Render => {
  const views = join(import.meta.dirname, '../../../templates');
  const helpers = {
    asset: assets.url,
    counted,
    plural,
    icon,
    iconDrawings,
    drawnIcon,
    formatCedula,
    formatDay,
    formatNumber,
    // The first ADMIN is made without one.
    formatPhone: (phone: string) => unbroken(formatPhone(phone) || 'Sin celular'),
    unbroken,
    formatShortDay,
    formatWholeDay,
    inWords,
    phoneLink,
  };
  const show = openTemplates(views, helpers, areFinal);
  return (page, data) => toMistake(show(`./${page}`, data));
};

const WRONG = ' aria-invalid="true"';

/** A page that comes back because something is wrong in a form begins there: at its top nobody sees what. */
const toMistake = (html: string): string => html.replace(WRONG, `${WRONG} autofocus`);
