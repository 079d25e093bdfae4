import type { Cancellation } from '../endings/endings.ts';
import type { Place } from '../endings/place.ts';
import { disabledText, NOTICE_TEXT } from '../wire/official-texts.ts';

/** The active answer (seen): single quotes, six headings in this order, MESA in bold, a stray `</p>`, a notice. */
export const activeTable = ({ nuip, place }: { nuip: string; place: Place }): string => {
  const columns: Columns = [
    ['NUIP', nuip],
    ['DEPARTAMENTO', place.departamento],
    ['MUNICIPIO', place.municipio],
    ['PUESTO', place.puesto],
    ['DIRECCIÓN', place.direccion],
    ['MESA', `<b>${place.mesa}</b>`],
  ];
  return table(columns, NOTICE_TEXT);
};

/** The cancelled answer: columns seen, markup guessed to be the active answer's. */
export const cancelledTable = ({
  nuip,
  cancellation,
}: {
  nuip: string;
  cancellation: Cancellation;
}): string => {
  const columns: Columns = [
    ['NUIP', nuip],
    ['NOVEDAD', cancellation.novedad],
    ['RESOLUCIÓN', cancellation.resolucion],
    ['FECHA NOVEDAD', cancellation.fechaNovedad],
  ];
  return table(columns, disabledText(nuip));
};

type Columns = readonly (readonly [label: string, value: string])[];

/** Values are the simulator's own and digits of the cédula: nothing in them needs escaping. */
const table = (columns: Columns, notice: string): string => {
  const headings = columns.map(([label]) => `<th>${label}</th>`).join('');
  const cells = columns.map(([label, value]) => `<td data-th='${label}'>${value}</td>`).join('');
  return (
    "<div class='table-responsive'><table class='table table-bordered' id='consulta'>" +
    `<thead><tr>${headings}</tr></thead><tbody><tr>${cells}</tr></tbody></table></p><h3>${notice}</h3></div>`
  );
};
