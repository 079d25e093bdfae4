import { formatCedula } from '../../../../shared/person/cedula.ts';
import { formatPhone } from '../../../../shared/person/phone/phone.ts';
import { withCapitals } from '../../answer/capitals.ts';
import { lookOf } from '../../answer/card.ts';
import type { Page } from '../../context.ts';
import { EXPORT, listAddress, type ReferralFilter } from '../../filter/query.ts';
import { counted, formatFull } from '../../ui/format.ts';
import type { ExportRow } from './walk.ts';

declare module '../../context.ts' {
  interface Pages {
    'referrals/sheet': SheetPage;
  }
}

/** One line of a sheet, to be ticked when somebody has voted. */
interface SheetLine {
  name: string;
  cedula: string;
  phone: string;
  /** Their table; where no place is known, how their lookup went. */
  mark: string;
}

/** Those of one voting place: a sheet of paper for whoever is there. */
interface SheetGroup {
  /** Null for those of whom no place is known. */
  place: { puesto: string; direccion: string; where: string } | null;
  count: string;
  /** "Mesa 3: 4 personas" */
  mesas: string[];
  lines: SheetLine[];
}

/** Everything that the sheets show. */
export interface SheetPage extends Page {
  groups: SheetGroup[];
  summary: string;
  /** When it was printed: places may change. */
  at: string;
  /** So many were too many for one page. */
  isCut: boolean;
  listUrl: string;
  exportUrl: string;
}

interface Told {
  filter: ReferralFilter;
  leaderName: string | null;
  isCut: boolean;
  now: Date;
}

/** @param rows by municipio, puesto and mesa */
export const presentSheet = (
  rows: readonly ExportRow[],
  { filter, leaderName, isCut, now }: Told,
): SheetPage => {
  const groups = new Map<string, ExportRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const people = counted(rows.length, 'persona', 'personas');
  const places = counted([...groups.keys()].filter((key) => key !== '').length, 'puesto', 'puestos');
  return {
    title: 'Planilla por puesto y mesa',
    groups: [...groups.values()].map(groupOf),
    summary: `${leaderName === null ? '' : `Referidos de ${leaderName} · `}${people} · ${places}`,
    at: formatFull(now),
    isCut,
    listUrl: listAddress(filter),
    exportUrl: listAddress({ ...filter, sort: 'municipio' }, EXPORT),
  };
};

const placeOf = ({ answer }: ExportRow) => (answer?.answer?.kind === 'active' ? answer.answer : null);

const keyOf = (row: ExportRow): string => {
  const place = placeOf(row);
  return place === null ? '' : [place.departamento, place.municipio, place.puesto].join('\n');
};

const groupOf = (rows: readonly ExportRow[]): SheetGroup => {
  const place = rows[0] === undefined ? null : placeOf(rows[0]);
  const tables = new Map<string, number>();
  for (const row of rows) {
    const mesa = placeOf(row)?.mesa;
    if (mesa !== undefined) tables.set(mesa, (tables.get(mesa) ?? 0) + 1);
  }
  return {
    place:
      place === null
        ? null
        : {
            puesto: withCapitals(place.puesto),
            direccion: withCapitals(place.direccion),
            where: `${withCapitals(place.municipio)}, ${withCapitals(place.departamento)}`,
          },
    count: counted(rows.length, 'persona', 'personas'),
    mesas: [...tables].map(([mesa, count]) => `Mesa ${mesa}: ${counted(count, 'persona', 'personas')}`),
    lines: rows.map((row) => ({
      name: row.user.nombreCompleto + (row.user.disputedSince ? ' (reclamo en trámite)' : ''),
      cedula: formatCedula(row.user.cedula),
      phone: row.user.phone === null ? '' : formatPhone(row.user.phone),
      mark: placeOf(row)?.mesa ?? lookOf(row.answer?.status ?? 'PENDING').short,
    })),
  };
};
