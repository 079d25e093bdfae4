/** Cédulas that end so vote at a consulate. */
export const ABROAD = '11';

/** Cédulas that end so have an answer with a point on the map. */
export const ON_THE_MAP = '12';
