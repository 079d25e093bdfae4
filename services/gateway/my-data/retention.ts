import type { RetentionConfig } from '../../../shared/config/config.ts';
import { formatDay } from '../ui/format.ts';

/** For how long data are kept, in a sentence; null where the portal has no term. */
export const retentionText = ({ days, until }: RetentionConfig): string | null => {
  if (until !== undefined) return `Sus datos se borran el ${formatDay(until.toISOString())}.`;
  return days === 0 ? null : `Si no usa su cuenta por ${days} días, se borra; se le avisa 15 días antes.`;
};
