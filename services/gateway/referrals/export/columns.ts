import type { Answer } from '../../../../shared/contract/census.ts';
import type { FailureKind } from '../../../../shared/contract/outcome.ts';
import { formatPhone } from '../../../../shared/person/phone/phone.ts';
import { withCapitals } from '../../answer/capitals.ts';
import { lookOf } from '../../answer/card.ts';
import { placeLine } from '../../answer/moved.ts';
import type { TableCell, TableColumn } from '../../table/column.ts';
import type { ExportRow } from './walk.ts';

/** One column of the file. */
export type ExportColumn = TableColumn<ExportRow>;

const text = (header: string, width: number, cell: ExportColumn['cell']): ExportColumn => ({
  header,
  kind: 'text',
  width,
  cell,
});

const moment = (
  header: string,
  width: number,
  iso: (row: ExportRow) => string | null | undefined,
): ExportColumn => ({
  header,
  kind: 'moment',
  width,
  cell: (row) => {
    const given = iso(row);
    return given == null ? null : new Date(given);
  },
});

type Kind = Answer['kind'];
type Fields<K extends Kind> = Exclude<keyof Extract<Answer, { kind: K }>, 'kind'>;

/** A field of one kind of answer; empty for the others. */
const field = <K extends Kind>(kind: K, name: Fields<K>) => {
  return ({ answer }: ExportRow): TableCell => {
    const given = answer?.answer;
    if (given?.kind !== kind) return null;
    return String((given as Extract<Answer, { kind: K }>)[name]);
  };
};

/** Many people vote at one place: its words are put into capitals once, not for each of them. */
const MOST_WORDS = 10_000;
const words = new Map<string, string>();
const inWords = (official: string): string => {
  const known = words.get(official);
  if (known !== undefined) return known;
  if (words.size >= MOST_WORDS) words.clear();
  const written = withCapitals(official);
  words.set(official, written);
  return written;
};

/** A field of a voting place with capitals and accents, as the portal shows it everywhere. */
const readable = (name: Fields<'active'>) => {
  const official = field('active', name);
  return (row: ExportRow): TableCell => {
    const given = official(row);
    return typeof given === 'string' ? inWords(given) : null;
  };
};

const failures: Record<FailureKind, string> = {
  timeout: 'La página no respondió a tiempo',
  network: 'No hubo comunicación con la página',
  blocked: 'La página rechazó la consulta',
  captcha: 'La página pidió una verificación',
  maintenance: 'La página estaba en mantenimiento',
  page_changed: 'La página de la Registraduría cambió',
  unrecognised: 'Respuesta que no se pudo leer',
  wrong_person: 'Respuesta de otra persona, descartada',
  browser_crash: 'Falla del portal',
  crash: 'Falla del portal',
};

const names: readonly ExportColumn[] = [
  text('Nombre', 32, ({ user }) => user.nombreCompleto),
  text('Cédula', 14, ({ user }) => user.cedula),
];

const phones: readonly ExportColumn[] = [
  text('Celular', 17, ({ user }) => (user.phone === null ? null : formatPhone(user.phone))),
];

const dates: readonly ExportColumn[] = [
  moment('Registro (hora de Colombia)', 18, ({ user }) => user.createdAt),
];

/** Ley 1581 de 2012, article 15: who sees data sees that they are disputed, in a file too. */
const disputes: readonly ExportColumn[] = [
  text('Reclamo en trámite desde', 14, ({ user }) => user.disputedSince ?? null),
];

const census: readonly ExportColumn[] = [
  // Whoever has no record yet waits for it: it is made a moment after they registered.
  text('Estado', 20, ({ answer }) => lookOf(answer?.status ?? 'PENDING').short),
  moment('Última respuesta (hora de Colombia)', 18, ({ answer }) => answer?.answeredAt),
  text('Departamento', 18, readable('departamento')),
  text('Municipio', 20, readable('municipio')),
  text('Puesto', 34, readable('puesto')),
  text('Dirección', 28, readable('direccion')),
  text('Mesa', 8, field('active', 'mesa')),
  text('Novedad', 30, field('cancelled', 'novedad')),
  text('Resolución', 14, field('cancelled', 'resolucion')),
  text('Fecha de la novedad', 18, field('cancelled', 'fechaNovedad')),
  text('Falla de la última consulta', 34, ({ answer }) =>
    answer === null || answer.error === null ? null : failures[answer.error],
  ),
  text('Puesto anterior', 38, ({ answer }) => (answer?.move ? placeLine(answer.move.from, true) : null)),
  moment('Cambio de puesto (hora de Colombia)', 18, ({ answer }) => answer?.move?.changedAt),
  // For whoever compares with the official page, or with what a program has of it.
  text('Departamento oficial', 18, field('active', 'departamento')),
  text('Municipio oficial', 20, field('active', 'municipio')),
  text('Puesto oficial', 34, field('active', 'puesto')),
  text('Dirección oficial', 28, field('active', 'direccion')),
];

/** The columns that a reader gets: phones and those of the census only with their role. */
export const columnsFor = (mayRead: boolean): readonly ExportColumn[] =>
  mayRead ? [...names, ...phones, ...dates, ...census, ...disputes] : [...names, ...dates];
