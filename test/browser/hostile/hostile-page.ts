import type { FailureKind } from '../../../shared/contract/outcome.ts';
import type { Behaviour } from './hostile-site.ts';

/** A page that misbehaves, and how a lookup there ends. */
export interface HostilePage {
  name: string;
  what: string;
  behaviour: Behaviour;
  ends: FailureKind | 'active' | 'not_found' | readonly FailureKind[];
}

const PARAGRAPH = `<p>${'relleno '.repeat(400)}</p>\n`;
/** 10 MB: more than Chromium keeps of an answer. */
export const LARGE = PARAGRAPH.repeat(3_200);
/** 3 MB: a page that is laid out, and read as it is shown. */
export const LONG = PARAGRAPH.repeat(960);
