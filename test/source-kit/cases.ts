import type { FailureKind, Outcome } from '../../shared/contract/outcome.ts';

/** One way in which a lookup ends at the simulator, whose endings the last two digits of a cédula choose. */
export interface SourceCase {
  what: string;
  /** Invented. */
  cedula: string;
  /** What the outcome must have. */
  means: Partial<Outcome> & { kind: Outcome['kind']; failure?: FailureKind };
}

const failing = (failure: FailureKind) => ({ kind: 'failure', failure }) as const;

export const CASES: readonly SourceCase[] = [
  { what: 'a place', cedula: '1020304200', means: { kind: 'active' } },
  { what: 'a place, in the other form that was seen', cedula: '1020304100', means: { kind: 'active' } },
  { what: 'cancelled by death', cedula: '1020304201', means: { kind: 'cancelled', deceased: true } },
  { what: 'cancelled otherwise', cedula: '1020304202', means: { kind: 'cancelled', deceased: false } },
  { what: 'not in the census', cedula: '1020304203', means: { kind: 'not_found' } },
  { what: 'a block page', cedula: '1020304204', means: failing('blocked') },
  { what: 'maintenance', cedula: '1020304206', means: failing('maintenance') },
  { what: 'a server error', cedula: '1020304207', means: failing('network') },
  { what: 'trouble behind the site', cedula: '1020304208', means: failing('network') },
  { what: 'another person’s answer', cedula: '1020304209', means: failing('wrong_person') },
  { what: 'a captcha that nobody solved', cedula: '1020304210', means: failing('captcha') },
];

/** The simulator never answers it. */
export const HANGING = '1020304205';
