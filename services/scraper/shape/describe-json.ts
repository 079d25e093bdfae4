import { parseMarkup } from '../reading/markup.ts';
import { describeMarkup, type Telling } from './describe-markup.ts';
import type { Line } from './lines.ts';
import { keyOf } from './names.ts';

const DEEPEST = 8;
const MOST_KEYS = 60;

/** The fields of a JSON answer in their order by name, each with its kind; what is markup inside, as that. */
export const describeJson = (value: unknown, telling: Telling): Line[] => fields(value, telling, 0);

const fields = (value: unknown, telling: Telling, depth: number): Line[] => {
  if (Array.isArray(value)) return value.slice(0, 3).flatMap((item) => field('[]', item, telling, depth));
  if (typeof value !== 'object' || value === null) return field('', value, telling, depth);
  return Object.entries(value)
    .slice(0, MOST_KEYS)
    .map(([key, item]): [string, unknown] => [keyOf(key), item])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .flatMap(([key, item]) => field(key, item, telling, depth));
};

const field = (key: string, value: unknown, telling: Telling, depth: number): Line[] => {
  const line = (kind: string, below: readonly Line[] = []): Line[] => [
    { text: key === '' ? kind : `${key}: ${kind}`, below },
  ];
  if (value === null || value === undefined) return line('nada');
  if (typeof value === 'boolean') return line(value ? 'sí' : 'no');
  if (typeof value === 'number') return line('número');
  if (typeof value === 'object') {
    if (depth >= DEEPEST) return line('…');
    return line(Array.isArray(value) ? 'lista' : 'grupo', fields(value, telling, depth + 1));
  }
  const text = String(value);
  if (text.trim() === '') return line('texto vacío');
  const nodes = /<[a-z]/i.test(text) ? parseMarkup(text) : null;
  if (nodes !== null) return line('marcas', describeMarkup(nodes, telling));
  return line(telling.words(text) ?? 'texto');
};
