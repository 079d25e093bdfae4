import {
  type Failure,
  type FailureKind,
  failureKinds,
  type Outcome,
} from '../../../shared/contract/outcome.ts';

/**
 * Whose trouble a failure is: the `person`'s, whom the site does answer about; the `source`'s, whoever is looked up; `ours`.
 * A `refusal` is trouble of the source as well, and says besides that it does not want us.
 */
type Blame = 'person' | 'source' | 'refusal' | 'ours';

const blame = {
  timeout: 'source',
  network: 'source',
  page_changed: 'source',
  unrecognised: 'source',
  blocked: 'refusal',
  maintenance: 'refusal',
  captcha: 'refusal',
  wrong_person: 'person',
  browser_crash: 'ours',
  crash: 'ours',
} as const satisfies Record<FailureKind, Blame>;

type BlamedOn<B extends Blame> = {
  [Kind in FailureKind]: (typeof blame)[Kind] extends B ? Kind : never;
}[FailureKind];

export type Refusal = BlamedOn<'refusal'>;
/** Failures that are nobody's fault. */
export type SourceTrouble = BlamedOn<'source' | 'refusal'>;

/** The site told us about a person, be it the wrong one: it works, and does want us. */
export const isAnswer = (
  outcome: Outcome,
): outcome is Exclude<Outcome, Failure> | (Failure & { failure: BlamedOn<'person'> }) =>
  outcome.kind !== 'failure' || blame[outcome.failure] === 'person';

/** The site fails or refuses, and not because of the person. */
export const isSourceTrouble = (outcome: Outcome): outcome is Failure & { failure: SourceTrouble } =>
  outcome.kind === 'failure' && ['source', 'refusal'].includes(blame[outcome.failure]);

const refusals = failureKinds.filter((kind): kind is Refusal => blame[kind] === 'refusal');

export const isRefusal = (kind: string | null | undefined): kind is Refusal =>
  refusals.some((refusal) => refusal === kind);
