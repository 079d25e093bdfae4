/** The fields of a voting place that are words, named and spelled as the official page gives them. */
export interface PlaceWords {
  departamento: string;
  municipio: string;
  puesto: string;
  direccion: string;
  mesa: string;
}

/** What is another of two places. */
export type PlacePart = keyof PlaceWords;

/**
 * Which parts of a voting place are others now, so that a person would go elsewhere, look for another sign or stand in another
 * row. Another spelling is no other part: capitals, accents, points, abbreviations, an article, a zero before a number, or a few
 * words more of the same ("IE LA ESPERANZA" and "I.E. LA ESPERANZA SEDE PRINCIPAL" at one address). Where it is doubtful
 * the answer is yes: whoever is told for nothing looks at the same ticket, whoever is not told goes to the wrong place.
 */
export const changedParts = (before: PlaceWords, after: PlaceWords): PlacePart[] => {
  const address = alike(words(before.direccion), words(after.direccion));
  const isSaid = says(before.direccion) && says(after.direccion);
  const isElsewhere = isSaid && address === 'other';
  // With the address alike, more words are only more words; "SEDE 2" without one may be another house.
  const isSame = (likeness: Likeness) =>
    likeness === 'same' || (likeness === 'longer' && isSaid && !isElsewhere);
  const changed: Record<PlacePart, boolean> = {
    departamento: !isSame(alike(territory(before.departamento), territory(after.departamento))),
    municipio: !isSame(alike(territory(before.municipio), territory(after.municipio))),
    puesto: !isSame(alike(words(before.puesto), words(after.puesto))),
    direccion: isElsewhere,
    mesa: alike(table(before.mesa), table(after.mesa)) !== 'same',
  };
  return (Object.keys(changed) as PlacePart[]).filter((part) => changed[part]);
};

/** Whether somebody votes elsewhere now: see `changedParts`. */
export const isAnotherPlace = (before: PlaceWords, after: PlaceWords): boolean =>
  changedParts(before, after).length > 0;

/** The words of a place alone; what an answer of long ago lacks is empty. */
export const placeWords = ({
  departamento = '',
  municipio = '',
  puesto = '',
  direccion = '',
  mesa = '',
}: Partial<PlaceWords>): PlaceWords => ({
  ...{ departamento, municipio, puesto, direccion, mesa },
});

/** `longer`: one has all words of the other in a row, and more. */
type Likeness = 'same' | 'longer' | 'other';

const alike = (one: readonly string[], other: readonly string[]): Likeness => {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  const [inner, outer] = [` ${short.join(' ')} `, ` ${long.join(' ')} `];
  if (inner === outer) return 'same';
  return short.length > 0 && outer.includes(inner) ? 'longer' : 'other';
};

/** One way to write what is written in many, in addresses and in names. */
const WRITTEN: Record<string, string> = Object.fromEntries(
  `cl: calle cll cle; kr: carrera cra cr crr kra carr; dg: diagonal diag; tv: transversal transv trv tr; av: avenida avda ave;
   ac: avcalle; vda: vereda ver; br: barrio brr bo bario; corr: corregimiento cgto crg; mz: manzana mza mzn; km: kilometro;
   urb: urbanizacion urbaniz; cs: casa; ed: edificio edif; lt: lote; blq: bloque bl; int: interior; esq: esquina;
   esc: escuela; col: colegio; univ: universidad; sd: sede; pol: polideportivo; hosp: hospital; bib: biblioteca; ppal: principal;
   sta: santa; sto: santo; ntra: nuestra; sra: senora; gral: general; nal: nacional; mpal: municipal; dptal: departamental`
    .split(';')
    .flatMap((line) => {
      const [name = '', ways = ''] = line.split(':');
      return ways
        .trim()
        .split(/\s+/)
        .map((way) => [way, name.trim()]);
    }),
);

/** Joins, or says that a number comes: no part of what a place is called. */
const IDLE = new Set('de del la las los el y en con no nro num numero'.split(' '));

const PHRASES: readonly [RegExp, string][] = [
  [/\binstitucion educativa rural\b|\binst educ?a?t?i?v?a? rural\b/g, 'ier'],
  [/\binstitucion educativa\b|\binst educ?a?t?i?v?a?\b/g, 'ie'],
  [/\bcentro educativo\b/g, 'ce'],
  [/\bavenida calle\b|\bav calle\b/g, 'ac'],
];

/** Lower case, without accents, points and signs; "I.E." is "ie", and "N.º" and "N°" are "no". */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll('°', 'o')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/(?<![\p{L}\p{N}])(\p{L})\.\s*(?=\p{L}(?!\p{L}))/gu, '$1')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const words = (text: string): string[] => {
  const phrased = PHRASES.reduce((said, [phrase, short]) => said.replaceAll(phrase, short), folded(text));
  return (phrased.match(/\p{L}+|\p{N}+/gu) ?? [])
    .map((word) => WRITTEN[word] ?? word.replace(/^0+(?=\p{N})/u, ''))
    .filter((word) => !IDLE.has(word));
};

/** "MESA 007" is "7". */
const table = (text: string): string[] => words(text).filter((word) => word !== 'mesa');

/** What territories are called in more than one way, in the words that are left of them. */
const TERRITORIES: Record<string, string> = {
  'bogota dc': 'bogota',
  'bogota d c': 'bogota',
  'bogota distrito capital': 'bogota',
  'distrito capital': 'bogota',
  'valle cauca': 'valle',
  'norte san': 'norte santander',
  'archipielago san andres providencia sta catalina': 'san andres',
  'san andres providencia sta catalina': 'san andres',
  'san andres providencia': 'san andres',
};

/** Names of departamentos and towns; DIVIPOLE's code before one is no part of it ("16 BOGOTA D.C."). */
const territory = (text: string): string[] => {
  const named = words(text.replace(/^\s*\d+[\s.-]+(?=\p{L})/u, ''));
  const known = TERRITORIES[named.join(' ')];
  return known === undefined ? named : known.split(' ');
};

/** What the official page has where it knows none: see `map-links.ts` of the gateway. */
const NOTHING =
  /^(?:sin|no) ?(?:direccion|informacion|registra|disponible|aplica|definid[ao])|^(?:na|n a|sn|s n|sd|s d)?$/;

const says = (text: string): boolean => !NOTHING.test(folded(text));
