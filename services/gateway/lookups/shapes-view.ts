import {
  type KnownShape,
  type OddKind,
  oddKinds,
  type ShapePart,
  type SourceShapes,
} from '../../../shared/contract/shapes.ts';
import type { Tone } from '../../../shared/contract/status-tones.ts';
import { counted, formatMoment, formatShare } from '../ui/format.ts';
import { type DiffLine, lineDiff } from './line-diff.ts';
import { sentence } from './words.ts';

/** A part of the official page as it is today, beside how it was when it had answers. */
export interface PartCard {
  id: string;
  title: string;
  tone: Tone;
  badge: string;
  /** Since when, and how many lookups met it. */
  text: string;
  /** What is different; null where nothing is, or nothing is known to compare with. */
  diff: DiffLine[] | null;
  shape: string;
  /** Null where no lookup failed with it. */
  example: string | null;
}

/** One source: its last hour, and the parts of its page. */
export interface SourceCard {
  name: string;
  hour: { label: string; value: string; tone?: Tone }[];
  parts: PartCard[];
}

const titles: Record<ShapePart, string> = { form: 'Formulario', answer: 'Respuesta' };

const odd: Record<OddKind, string> = {
  page_changed: 'No tenía lo necesario para consultar',
  unrecognised: 'No se pudo leer la respuesta',
  wrong_person: 'La respuesta era de otra persona',
};

/** More than this part of an hour is no chance any more; of other people's answers, one in a hundred. */
const MUCH: Record<OddKind, number> = { page_changed: 0.03, unrecognised: 0.03, wrong_person: 0.01 };

export const presentShapes = (sources: readonly SourceShapes[], now: Date): SourceCard[] =>
  sources.map(({ source, lastHour, parts }) => ({
    name: source,
    hour: [
      { label: 'Consultas de la última hora', value: counted(lastHour.lookups, 'consulta', 'consultas') },
      ...oddKinds.map((kind) => hourLine(kind, lastHour)),
    ],
    parts: parts.map((part) => presentPart(source, part, now)),
  }));

const hourLine = (kind: OddKind, hour: SourceShapes['lastHour']): SourceCard['hour'][number] => {
  const count = hour[kind];
  if (count === 0) return { label: odd[kind], value: 'ninguna' };
  return {
    label: odd[kind],
    value: `${count} (${formatShare(count, hour.lookups)})`,
    tone: count / hour.lookups > MUCH[kind] ? 'bad' : 'notice',
  };
};

const presentPart = (
  source: string,
  { part, today, good }: SourceShapes['parts'][number],
  now: Date,
): PartCard => {
  const isGood = today.lastGood !== null;
  return {
    id: `${source}-${part}`,
    title: titles[part],
    ...(isGood
      ? { tone: 'good', badge: 'Como se conoce' }
      : good === null
        ? { tone: 'notice', badge: 'Sin comparación' }
        : { tone: 'bad', badge: 'Cambió' }),
    text: textOf(today, good, now),
    diff: isGood || good === null ? null : lineDiff(good.text, today.text),
    shape: today.text,
    example: isGood ? null : today.example,
  };
};

const textOf = (today: KnownShape, good: KnownShape | null, now: Date): string => {
  const met = counted(today.count, 'consulta la encontró', 'consultas la encontraron');
  const since = `Desde ${formatMoment(today.firstSeen, now)}, ${met}.`;
  if (today.lastGood !== null)
    return sentence(`${since} La última respuesta así fue ${formatMoment(today.lastGood, now)}`);
  if (good === null) return `${since} Ninguna tuvo respuesta, y no hay una forma buena con que compararla.`;
  const last =
    good.lastGood === null
      ? ''
      : sentence(` La última respuesta con la forma de antes fue ${formatMoment(good.lastGood, now)}`);
  return `${since} Ninguna tuvo respuesta.${last}`;
};
