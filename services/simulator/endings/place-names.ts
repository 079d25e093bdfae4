/** What kind of voting place a municipality gets: the three look different in the official answers (seen). */
export type PlaceKind = 'urban' | 'rural' | 'consulate';

/** A real territory, written as the portal writes it: upper case, no accents but the Ñ (seen). */
export interface Territory {
  departamento: string;
  municipio: string;
  kind: PlaceKind;
}

/** Territories to draw from. For CONSULADOS the "municipality" is a country (seen). */
export const TERRITORIES: readonly [Territory, ...Territory[]] = [
  { departamento: 'ANTIOQUIA', municipio: 'MEDELLIN', kind: 'urban' },
  { departamento: 'ANTIOQUIA', municipio: 'RIONEGRO', kind: 'rural' },
  { departamento: 'ATLANTICO', municipio: 'BARRANQUILLA', kind: 'urban' },
  { departamento: 'BOGOTA D.C.', municipio: 'BOGOTA D.C.', kind: 'urban' },
  { departamento: 'BOLIVAR', municipio: 'CARTAGENA', kind: 'urban' },
  { departamento: 'BOYACA', municipio: 'DUITAMA', kind: 'rural' },
  { departamento: 'CALDAS', municipio: 'MANIZALES', kind: 'urban' },
  { departamento: 'CAUCA', municipio: 'SILVIA', kind: 'rural' },
  { departamento: 'CUNDINAMARCA', municipio: 'EL PEÑON', kind: 'rural' },
  { departamento: 'HUILA', municipio: 'NEIVA', kind: 'urban' },
  { departamento: 'NARIÑO', municipio: 'PASTO', kind: 'urban' },
  { departamento: 'NARIÑO', municipio: 'OSPINA', kind: 'rural' },
  { departamento: 'SANTANDER', municipio: 'BUCARAMANGA', kind: 'urban' },
  { departamento: 'TOLIMA', municipio: 'IBAGUE', kind: 'urban' },
  { departamento: 'VALLE', municipio: 'CALI', kind: 'urban' },
  { departamento: 'CONSULADOS', municipio: 'ESPAÑA', kind: 'consulate' },
];

/** Where those vote who live abroad. */
export const CONSULATES: readonly [Territory, ...Territory[]] = [
  { departamento: 'CONSULADOS', municipio: 'ESPAÑA', kind: 'consulate' },
  { departamento: 'CONSULADOS', municipio: 'CHILE', kind: 'consulate' },
  { departamento: 'CONSULADOS', municipio: 'ESTADOS UNIDOS', kind: 'consulate' },
];

/** How a town's voting place begins. */
export const URBAN_PREFIXES = ['IE', 'COL', 'ESC URB', 'SALON COMUNAL', 'COLISEO'] as const;

/** Invented names: none is meant to be a place that exists. */
export const INVENTED_NAMES = [
  'LA ESPERANZA',
  'EL ROBLE',
  'LOS YARUMOS AZULES',
  'EL GUAYACAN DORADO',
  'LA PIÑUELA',
  'SOL DE OCTUBRE',
  'LAS TRES CEIBAS',
  'EL BARRANQUERO',
  'AGUA QUIETA',
  'LA MONTAÑITA VERDE',
] as const;

/** Street kinds of a Colombian address as the portal shortens them (CL seen, the rest guessed). */
export const STREET_KINDS = ['CL', 'KR', 'TV', 'DG'] as const;
