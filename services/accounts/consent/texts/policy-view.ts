import type { PolicyView } from '../../../../shared/contract/consent.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { PolicyText, PolicyTexts } from './read-texts.ts';

/** A text of the policy as it is shown; the current one unless another is asked for. @returns null when there is none */
export const viewPolicy = ({ all, current }: PolicyTexts, version?: string): PolicyView | null => {
  const shown = all.find((text) => text.version === (version ?? current.version));
  if (shown === undefined) return null;
  const versions = all.map((text) => ({ version: text.version, date: text.date }));
  return { ...shown, current: current.version, versions };
};

/**
 * Makes sure that somebody decides on the text that they have read.
 *
 * @param read its version; undefined for a program that registers somebody, which reads whatever is current
 * @throws AppError `policy_changed` (409) when it is not the current one any more
 */
export const assertCurrent = (current: Pick<PolicyText, 'version'>, read: string | undefined): void => {
  if (read === undefined || read === current.version) return;
  const message = 'La política de datos cambió mientras usted leía. Léala de nuevo y decida otra vez.';
  throw new AppError('policy_changed', message, { status: 409, fields: { dataPolicyAccepted: message } });
};
