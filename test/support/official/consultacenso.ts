import { CEDULA } from './fixture.ts';

/** `data` of a found answer (keys seen). */
export const DATA = {
  nuip: CEDULA,
  nom_depto: 'TOLIMA',
  nom_mun: 'VILLA ESPERANZA',
  nom_puesto: 'IE LA ESPERANZA SEDE 2',
  direccion: 'CL 12 No. 34-56',
  mesa: '7',
};

export const found = (data: Record<string, unknown>, more = {}): string =>
  JSON.stringify({ ok: true, encontrado: true, data, ...more });

/** The envelope of a novedad (seen). */
export const novedad = (more: Record<string, unknown>): string =>
  JSON.stringify({ ok: true, encontrado: false, novedad: true, ...more });

export const without = (key: keyof typeof DATA): Record<string, string> => {
  const { [key]: _left, ...rest } = DATA;
  return rest;
};
