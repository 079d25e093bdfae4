import type { FailureKind } from '../../../../../shared/contract/outcome.ts';
import { type FakeModel, model } from './fake-page.ts';

/** What is wrong with a page, how a lookup there ends, and within how many seconds. */
export type Fault = readonly [
  what: string,
  changes: Partial<FakeModel>,
  kind: FailureKind,
  detail: RegExp,
  withinS: number,
];

export const GATE =
  '<html><head><title>Just a moment...</title></head><body><p>x</p><script>1</script></body></html>';

export const page = (body: string) =>
  `<html><head><title>Consulta</title><script src="/app.js"></script></head><body>${body}</body></html>`;

/** The form's elements without some of them. */
export const without =
  (...missing: string[]): FakeModel['count'] =>
  (selector) =>
    missing.some((part) => selector.includes(part)) ? 0 : model().count(selector, 0);
