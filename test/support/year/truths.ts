import type { Answer } from '../../../shared/contract/census.ts';

/** What is true of a cédula, and how often it has changed: an answer says which truth it is of. */
export interface Truth {
  kind: 'active' | 'cancelled' | 'deceased' | 'not_found';
  version: number;
}

/** Where everybody votes; the table says which truth it is. */
export const PLACE = {
  ...{ departamento: 'HUILA', municipio: 'NEIVA', puesto: 'IE LA ESPERANZA' },
  direccion: 'CL 12 No. 34-56',
};

/** All that was ever true of whom. */
export interface Truths {
  become(cedula: string, kind: Truth['kind']): void;
  now(cedula: string): Truth | undefined;
  /** Whether an answer was ever true of a cédula, word by word. */
  wasTrue(cedula: string, answer: Answer): boolean;
}

export const createTruths = (): Truths => {
  const known = new Map<string, Truth[]>();
  const of = (cedula: string): Truth[] => known.get(cedula) ?? [];
  return {
    become(cedula, kind) {
      known.set(cedula, [...of(cedula), { kind, version: of(cedula).length + 1 }]);
    },
    now: (cedula) => of(cedula).at(-1),
    wasTrue: (cedula, answer) => of(cedula).some((truth) => says(answer, truth)),
  };
};

/** A page that has changed may say less than everything. */
const says = (answer: Answer, { kind, version }: Truth): boolean => {
  if (answer.kind === 'not_found') return kind === 'not_found';
  if (answer.kind === 'cancelled') {
    const isDeath = /muerte/i.test(answer.novedad);
    return kind === (isDeath ? 'deceased' : 'cancelled') && ['', String(version)].includes(answer.resolucion);
  }
  const isPlace = Object.entries(PLACE).every(([part, word]) => answer[part as keyof typeof PLACE] === word);
  return kind === 'active' && isPlace && answer.mesa === String(version);
};
