import { formBody, jsonBody, jsonOnly } from './body.ts';
import { csrf } from './csrf.ts';
import { noStore } from './headers.ts';
import { rememberInviter } from './inviter.ts';
import { limitedWrite } from './limited.ts';
import { sameOrigin } from './same-origin.ts';
import { authenticated, known, session } from './session.ts';

/** What every page passes before its handler. */
export const page = [session, rememberInviter, formBody, csrf] as const;

/** What every form that is sent passes. */
export const post = [sameOrigin, session, limitedWrite, formBody, csrf] as const;

/** What everything passes that comes to the JSON API, also from somebody who is not logged in. */
export const open = [noStore, sameOrigin, jsonOnly, jsonBody] as const;

/** What comes to the JSON API and needs somebody who is logged in. */
export const closed = [...open, session, authenticated, limitedWrite] as const;

/** The same, with which somebody sets up their second factor: also for who must do that first. */
export const beforeFactor = [...open, session, known, limitedWrite] as const;

/** What comes to the JSON API from whoever it is and is counted, by the person where there is one. */
export const anybody = [...open, session, limitedWrite] as const;
