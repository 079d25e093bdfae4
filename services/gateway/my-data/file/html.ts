import { formatFull, formatNumber } from '../../ui/format.ts';
import type { Cell, Chapter, Fact } from './chapter.ts';

/** Looks like a letter, on a screen and on paper; it asks for nothing from anywhere. */
const STYLE = `
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 48rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.5rem } h2 { font-size: 1.2rem; margin-top: 2rem; border-bottom: 1px solid }
dl { display: grid; grid-template-columns: minmax(8rem, 1fr) 2fr; gap: .25rem 1rem; margin: .75rem 0 }
dd { margin: 0 } dt { opacity: .75 }
ol { padding: 0; list-style: none } li { border-top: 1px solid color-mix(in srgb, currentcolor 25%, transparent) }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0 } dd { margin-bottom: .5rem } }`;

/** The file for people, piece by piece: one page that needs nothing else. Times are Colombia's. */
export async function* writeHtml(chapters: readonly Chapter[], made: Date): AsyncGenerator<string> {
  yield `<!doctype html>
<html lang="es-CO"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Mis datos · Censo Vivo</title><style>${STYLE}</style></head><body>
<h1>Mis datos en Censo Vivo</h1>
<p>Hecho el ${escaped(formatFull(made))}, hora de Colombia. Este archivo tiene datos personales: guárdelo con cuidado.</p>
`;
  for (const chapter of chapters) {
    yield `<section><h2>${escaped(chapter.title)}</h2>\n`;
    if (chapter.note !== undefined) yield `<p>${escaped(chapter.note)}</p>\n`;
    if ('facts' in chapter) yield listOf(chapter.facts);
    else yield* writeEntries(chapter.entries);
    yield '</section>\n';
  }
  yield '</body></html>\n';
}

async function* writeEntries(entries: AsyncIterable<readonly Fact[]>): AsyncGenerator<string> {
  let count = 0;
  for await (const facts of entries) {
    yield `${count === 0 ? '<ol>\n' : ''}<li>${listOf(facts)}</li>\n`;
    count += 1;
  }
  yield count === 0 ? '<p>Nada.</p>\n' : '</ol>\n';
}

/** What is not known is left out: an empty line says nothing to a person. */
const listOf = (facts: readonly Fact[]): string => {
  const known = facts.filter(([, , value]) => value !== null && value !== '');
  return `<dl>${known.map(([, label, value]) => `<dt>${escaped(label)}</dt><dd>${escaped(inWords(value))}</dd>`).join('')}</dl>`;
};

const inWords = (value: Cell): string => {
  if (value instanceof Date) return formatFull(value);
  if (typeof value === 'boolean') return value ? 'Sí' : 'No';
  if (typeof value === 'number') return Number.isInteger(value) ? formatNumber(value) : String(value);
  return value ?? '';
};

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
