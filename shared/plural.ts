const whole = new Intl.NumberFormat('es-CO', { maximumFractionDigits: 0, useGrouping: 'always' });

/** The word that goes with so many: "persona" with 1, "personas" with 0, 2 and all others. */
export const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);

/** "1 persona", "12.500 personas" */
export const counted = (count: number, one: string, many: string): string =>
  `${whole.format(count)} ${plural(count, one, many)}`;
