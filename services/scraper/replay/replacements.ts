import { fieldNamed } from '../reading/fields.ts';
import { fold } from '../reading/fold.ts';
import { isOfficialWord } from '../shape/official-words.ts';

/** Invented, as all that stands in the repository. */
const INVENTED = {
  departamento: 'TOLIMA',
  municipio: 'VILLA ESPERANZA',
  puesto: 'IE LA ESPERANZA SEDE 2',
  direccion: 'CL 12 No. 34-56',
  mesa: '7',
  resolucion: '0123 de 2020',
  fechaNovedad: '05/06/2019',
} as const;
const INVENTED_CEDULA = '1020304050';
const INVENTED_WORDS = new Set(
  Object.values(INVENTED).flatMap((value) => fold(value).match(/[a-z]+/g) ?? []),
);

/** What takes the place of everything that is somebody's: the same of it everywhere. */
export interface Replacements {
  /** A field's value; null for a field that says nothing of a person. */
  field(label: string, value: string): string | null;
  /** Numbers, and values that are known by now. What cannot be placed is noted. */
  text(text: string, where: string): string;
  number(digits: string): string;
  /** What could not be placed: where, never what. */
  left(): readonly string[];
  /** What must not be in the result, in any form. */
  secrets(): readonly string[];
}

const MOST_LEFT = 20;
/** A page with more numbers than there are of three digits may have two alike. */
const MOST_NUMBERS = 20_000;

/** @param allowed words that whoever asks knows to be nobody's, folded */
export const createReplacements = (cedula: string, allowed: ReadonlySet<string>): Replacements => {
  const numbers = new Map<string, string>([[cedula, INVENTED_CEDULA.slice(0, cedula.length)]]);
  const values = new Map<string, string>();
  const left: string[] = [];

  const number = (given: string): string => {
    const digits = given.replace(/\D/g, '');
    const known = numbers.get(digits) ?? invent(digits);
    numbers.set(digits, known);
    // As it was written: dots stay where they were.
    let index = 0;
    return given.replace(/\d/g, () => known[index++] ?? '0');
  };
  const invent = (digits: string): string => {
    const taken = new Set([...numbers.keys(), ...numbers.values()]);
    for (let turn = numbers.size; ; turn += 1) {
      const made = String(turn * 7 + 3)
        .padStart(digits.length, '4')
        .slice(-digits.length);
      if (!taken.has(made) || digits.length < 3 || turn > MOST_NUMBERS)
        return made === digits ? made.replace(/\d/g, (d) => String((Number(d) + 1) % 10)) : made;
    }
  };

  const text = (given: string, where: string): string => {
    let placed = given;
    const known = [...values].sort(([a], [b]) => b.length - a.length);
    const parts: string[] = [];
    for (const [value, invented] of known)
      placed = placed.replace(
        new RegExp(escaped(value), 'giu'),
        () => `\ue000${parts.push(invented) - 1}\ue001`,
      );
    // A number in groups ("1.020.304.050") is one.
    placed = placed.replace(
      /(?<!\ue000)\d{1,3}(?:[.,'’ ]\d{3})+(?!\d)|(?<![\ue000\d])\d+(?!\d*\ue001)/gu,
      (one) => number(one),
    );
    for (const word of placed.match(/[\p{L}\p{M}]+/gu) ?? [])
      if (
        !isOfficialWord(word) &&
        !allowed.has(fold(word)) &&
        !INVENTED_WORDS.has(fold(word)) &&
        left.length < MOST_LEFT
      )
        left.push(`${where}: una palabra de ${[...word].length} letras`);
    return placed.replace(/\ue000(\d+)\ue001/g, (_, index: string) => parts[Number(index)] ?? '');
  };

  return {
    number,
    text,
    field(label, value) {
      const name = fieldNamed(label);
      if (name === undefined || name === 'novedad') return null;
      const invented = name === 'nuip' ? number(value) : INVENTED[name];
      if (value.trim().length > 1) values.set(value.trim(), invented);
      return invented;
    },
    left: () => left,
    secrets: () =>
      [cedula, ...values.keys()].filter(
        (value) => value.length > 2 && !Object.values(INVENTED).some((one) => one === value),
      ),
  };
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
