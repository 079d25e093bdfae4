/**
 * What people ask of the portal about their data (Ley 1581 de 2012): a *consulta* asks what is held, a *reclamo* that it be
 * corrected, erased, or no longer used.
 */
export const requestKinds = ['consulta', 'reclamo'] as const;
export type RequestKind = (typeof requestKinds)[number];
