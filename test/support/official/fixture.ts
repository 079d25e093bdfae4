import { expect } from 'chai';
import type { ReadAnswer } from '../../../services/scraper/sources/form/form-profile.ts';
import { weighStatus } from '../../../services/scraper/sources/form/weigh-status.ts';
import { type FailureKind, type Outcome, outcomeRule } from '../../../shared/contract/outcome.ts';

/** One answer of an official page. Every cédula, name and place is invented. */
export interface Fixture {
  what: string;
  /** Whether a capture or a public client of the page had it, or its form is our guess. */
  origin: 'seen' | 'guessed';
  body: string;
  /** HTTP status, where it matters; 200 unless told. */
  status?: number;
  /** A failure by its kind only: its detail is for operators. */
  means: Outcome | FailureKind;
}

export const CEDULA = '1020304050';

export const OTHER_CEDULA = '1020304051';

export const ACTIVE = {
  kind: 'active',
  departamento: 'TOLIMA',
  municipio: 'VILLA ESPERANZA',
  puesto: 'IE LA ESPERANZA SEDE 2',
  direccion: 'CL 12 No. 34-56',
  mesa: '7',
} satisfies Outcome;

/** A cancelled answer; death only for these. */
export const cancelled = (novedad: string, details = { resolucion: '', fechaNovedad: '' }): Outcome => ({
  kind: 'cancelled',
  novedad,
  ...details,
  deceased: /muerte|fallecid|^(21|51)$/i.test(novedad) && !/falsa muerte/i.test(novedad),
});

/** Declares one test a fixture, and that the census service would take the outcome. */
export const itReads = (fixtures: readonly Fixture[], read: ReadAnswer): void => {
  for (const { what, origin, body, status, means } of fixtures) {
    it(`${what} (${origin}): ${typeof means === 'string' ? means : means.kind}`, () => {
      const outcome = weighStatus(read(body, CEDULA, status), status ?? 200);
      expect(outcome.kind === 'failure' ? outcome.failure : outcome).to.deep.equal(means);
      expect(outcomeRule.safeParse(outcome).success, 'the contract takes it').to.equal(true);
    });
  }
};
