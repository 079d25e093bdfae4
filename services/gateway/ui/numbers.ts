const whole = new Intl.NumberFormat('es-CO', { maximumFractionDigits: 0, useGrouping: 'always' });
const share = new Intl.NumberFormat('es-CO', { style: 'percent', maximumFractionDigits: 1 });

/** "12.500" */
export const formatNumber = (count: number): string => whole.format(count);

/** "12,5%"; nothing of nothing is "0%". */
export const formatShare = (part: number, total: number): string =>
  share.format(total === 0 ? 0 : part / total);
