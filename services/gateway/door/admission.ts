import { connectionOf, subnetBlock } from '../../../shared/origin/address-block.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { type KindLimit, tooMany } from './limits.ts';
import type { WorkProofs } from './proof.ts';
import type { FormKind, Scope } from './scope.ts';
import type { Tickets } from './ticket.ts';

/** Who sends one of these forms. */
interface Applicant {
  address: string;
  /** As it was typed, read; undefined when it is none. */
  cedula: string | undefined;
  /** Undefined for a program, which makes no proof. */
  browser: string | undefined;
  /** What came with the form in these two fields. */
  proof: string;
  ticket: string;
}

/** What a browser must bring with the form that it sends again. */
export interface Toll {
  /** For the script. */
  challenge: string;
  /**
   * For who has none: good after so many seconds; no ticket where too many wait already. Null on a page that was not
   * sent yet, or with which no ticket came.
   */
  wait: { ticket: string | null; seconds: number } | null;
}

export const workProofOutcomes = ['asked', 'solved', 'waited', 'refused'] as const;
type WorkProofOutcome = (typeof workProofOutcomes)[number];

export interface Admission {
  /**
   * Lets a form in, or says what it has to bring.
   *
   * @returns null when it is let in
   * @throws AppError `too_many_requests` (429)
   */
  admit(form: FormKind, applicant: Applicant): Promise<Toll | null>;
  /**
   * What a form that is only shown should bring already; null below the usual rate.
   *
   * @param applicant with the ticket that they hold, which is handed back unused
   */
  foresee(
    form: FormKind,
    applicant: Pick<Applicant, 'address' | 'browser'> & Partial<Pick<Applicant, 'ticket'>>,
  ): Promise<Toll | null>;
}

interface AdmissionOptions {
  limits: Record<FormKind, KindLimit>;
  proofs: WorkProofs;
  tickets: Tickets;
  /** Told of every form that came above the usual rate. */
  proved(form: FormKind, outcome: WorkProofOutcome): void;
  /** Told of every program that was turned away. */
  turnedAway(form: FormKind): void;
  clock?: Clock;
}

/** How long a program waits that came above the usual rate, and a browser without a script for which there is no place. */
const LATER_MS = 600_000;

export const createAdmission = (options: AdmissionOptions): Admission => {
  const { limits, proofs, tickets, proved, clock = systemClock } = options;
  const whoseOf = ({ address, cedula }: Pick<Applicant, 'address'> & { cedula?: string | undefined }) => ({
    ...{ address: connectionOf(address), subnet: subnetBlock(address) },
    ...(cedula === undefined ? {} : { cedula }),
  });

  /** @returns null when what was sent is as good as a proof, else what it has to bring */
  const proveWork = async (scope: Scope, { address, proof, ticket }: Applicant): Promise<Toll | null> => {
    if (proof !== '' && (await proofs.isGood(scope, proof))) {
      proved(scope.form, 'solved');
      return null;
    }
    const held = ticket === '' ? null : tickets.read(scope, subnetBlock(address), ticket);
    const leftMs = held === null ? 0 : held.readyAt - clock.now();
    if (held !== null && leftMs <= 0 && (await tickets.use(held))) {
      proved(scope.form, 'waited');
      return null;
    }
    if (proof !== '' || ticket !== '') proved(scope.form, 'refused');
    // Whoever comes too early keeps their place.
    const next = held !== null && leftMs > 0 ? held : await tickets.next(scope, subnetBlock(address));
    proved(scope.form, 'asked');
    const challenge = await proofs.challenge(scope);
    if (next === null) return { challenge, wait: { ticket: null, seconds: LATER_MS / 1_000 } };
    const seconds = Math.max(1, Math.ceil((next.readyAt - clock.now()) / 1_000));
    return { challenge, wait: { ticket: next.sealed, seconds } };
  };

  return {
    async admit(form, applicant) {
      const whose = whoseOf(applicant);
      if (await limits[form].takeFree(whose)) {
        const { browser } = applicant;
        if (browser === undefined) {
          options.turnedAway(form);
          throw tooMany('address', LATER_MS);
        }
        const toll = await proveWork({ form, browser }, applicant);
        if (toll !== null) return toll;
      }
      await limits[form].take(whose);
      return null;
    },
    async foresee(form, { address, browser, ticket = '' }) {
      if (browser === undefined) return null;
      const scope = { form, browser };
      const held = ticket === '' ? null : tickets.read(scope, subnetBlock(address), ticket);
      if (held === null && !(await limits[form].isBusy(whoseOf({ address })))) return null;
      const challenge = await proofs.challenge(scope);
      if (held === null) return { challenge, wait: null };
      const seconds = Math.max(0, Math.ceil((held.readyAt - clock.now()) / 1_000));
      return { challenge, wait: { ticket, seconds } };
    },
  };
};
