/** A text, a moment, or nothing known. */
export type TableCell = string | Date | null;

/** One column of a file with a row for each thing. */
export interface TableColumn<Row> {
  header: string;
  kind: 'text' | 'moment';
  /** In letters. */
  width: number;
  cell(row: Row): TableCell;
}
