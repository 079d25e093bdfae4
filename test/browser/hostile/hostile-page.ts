import type { FailureKind } from '../../../shared/contract/outcome.ts';
import type { Behaviour } from './hostile-site.ts';

/** A page that misbehaves, and how a lookup there ends. */
export interface HostilePage {
  name: string;
  what: string;
  behaviour: Behaviour;
  ends: FailureKind | 'active' | 'not_found' | readonly FailureKind[];
}

/** 10 MB. */
export const LARGE = `<p>${'relleno '.repeat(400)}</p>\n`.repeat(3_200);
