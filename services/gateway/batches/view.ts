import type { BatchPreview, BatchView } from '../../../shared/contract/batches.ts';
import { type SkipReason, skipReasons } from '../../../shared/contract/census.ts';
import type { Tone } from '../../../shared/contract/status-tones.ts';
import { holdText } from '../answer/hold.ts';
import type { Page } from '../context.ts';
import { searchOf } from '../filter/query.ts';
import { counted, formatAbout, formatDuration, formatMoment, formatNumber, plural } from '../ui/format.ts';
import type { IconName } from '../ui/icons.ts';
import type { Choice } from './choice.ts';

declare module '../context.ts' {
  interface Pages {
    'batches/confirm': ConfirmPage;
  }
}

/** Everything that the progress card of a refresh of many shows. */
export interface BatchCard {
  id: string;
  state: 'open' | 'finished' | 'cancelled';
  tone: Tone;
  icon: IconName;
  title: string;
  /** "12 de 40 · termina hacia las 3:40 p. m." */
  progress: string;
  done: number;
  total: number;
  /** What else there is to know, a sentence each. */
  notes: string[];
  /** Why nothing moves for now, and until when if that is known. */
  hold: string | null;
}

const people = (count: number): string => counted(count, 'persona', 'personas');

export const presentBatch = (batch: BatchView, now: Date): BatchCard => {
  const { id, done, total } = batch;
  const of = `${formatNumber(done)} de ${formatNumber(total)}`;
  const card = {
    id,
    done,
    total,
    notes: notesOn(batch),
    hold: batch.hold === null ? null : holdText(batch.hold, now),
  };
  if (batch.cancelledAt !== null) {
    const updated = done - batch.failed - batch.skipped;
    const verb = plural(updated, 'actualizó', 'actualizaron');
    const progress = `Se ${verb} ${formatNumber(updated)} de ${formatNumber(total)}.`;
    return { ...card, state: 'cancelled', tone: 'notice', icon: 'no-symbol', title: 'Cancelada', progress };
  }
  if (batch.finishedAt !== null) {
    const progress = `${of} · terminó ${formatMoment(batch.finishedAt, now)}`;
    return { ...card, state: 'finished', tone: 'good', icon: 'check-badge', title: 'Terminada', progress };
  }
  const end = batch.expectedAt === null ? '' : ` · termina ${formatAbout(batch.expectedAt, now)}`;
  return {
    ...{ ...card, state: 'open', tone: 'waiting', icon: 'arrow-path' },
    ...{ title: 'Actualización en curso', progress: of + end },
  };
};

const notesOn = ({ failed, skipped, waiting, cancelledAt }: BatchView): string[] => [
  ...(failed === 0 ? [] : [`${people(failed)} sin respuesta: puede pedir otra consulta más tarde.`]),
  ...(skipped === 0
    ? []
    : [
        `${people(skipped)} ya no lo ${plural(skipped, 'necesitaba o no se podía', 'necesitaban o no se podían')} actualizar.`,
      ]),
  ...(cancelledAt === null || waiting === 0 ? [] : [leftText(waiting)]),
];

const leftText = (waiting: number): string =>
  waiting === 1
    ? 'Falta 1 consulta que ya había salido: terminará sola.'
    : `Faltan ${formatNumber(waiting)} consultas que ya habían salido: terminarán solas.`;

/** What the page asks before a refresh of many begins. */
export interface PreviewCard {
  title: string;
  eligible: number;
  /** "Tardará unos 12 min: termina hacia las 3:40 p. m." */
  duration: string | null;
  skipped: { count: string; why: string }[];
  /** What looking up those who have an answer costs everybody; null when they are not meant. */
  cost: string | null;
  /** How many have an answer and were left out: to look them up again is a step of its own. */
  answered: string | null;
}

const reasons: Record<SkipReason, string> = {
  in_progress: 'en consulta o en la fila',
  answered: 'con respuesta',
  final: 'con una respuesta que no suele cambiar',
  cooldown: 'con una consulta de hace un momento',
  not_allowed: 'que usted no refirió, o sin consulta',
};

const COST =
  'Ya tienen respuesta, y casi nunca cambia. Estas consultas gastan el mismo turno que las de todos: salen de a una, después de quienes esperan su primera respuesta, y a los demás líderes les toca más tarde.';

const titleOf = (eligible: number, isAgain: boolean, answered: number): string => {
  if (eligible > 0) return `¿${isAgain ? 'Volver a consultar' : 'Consultar'} a ${people(eligible)}?`;
  if (answered > 0) return 'Las personas elegidas que se podían consultar ya tienen respuesta';
  return 'Ninguna de las personas elegidas se puede consultar ahora';
};

/** @param isAgain whether those who have an answer are meant too */
export const presentPreview = (
  { eligible, skipped, expectedAt }: BatchPreview,
  now: Date,
  isAgain = false,
): PreviewCard => ({
  title: titleOf(eligible, isAgain, skipped.answered),
  cost: isAgain && eligible > 0 ? COST : null,
  answered: skipped.answered > 0 ? people(skipped.answered) : null,
  eligible,
  duration: eligible === 0 ? null : durationText(expectedAt, now),
  skipped: skipReasons
    .filter((reason) => skipped[reason] > 0)
    .map((reason) => ({ count: people(skipped[reason]), why: reasons[reason] })),
});

const durationText = (expectedAt: string | null, now: Date): string =>
  expectedAt === null
    ? 'Las consultas están detenidas: no sabemos todavía cuándo terminará. Puede pedirla ya, y seguirá sola.'
    : `Tardará ${formatDuration(Date.parse(expectedAt) - now.getTime())}: termina ${formatAbout(expectedAt, now)}`;

/** The page that asks whether to begin. */
export interface ConfirmPage extends Page {
  preview: PreviewCard;
  /** What its form says once more: whom is meant, and which sending this is. */
  fields: [name: string, value: string][];
  /** The choice alone, for the step that looks up also who has an answer. */
  choice: [name: string, value: string][];
}

export const presentConfirm = (
  choice: Choice,
  batch: BatchPreview,
  { sending, now }: { sending: string; now: Date },
): ConfirmPage => {
  const preview = presentPreview(batch, now, choice.answered);
  const fields = [
    ['confirmado', '1'],
    ['envio', sending],
    ...(choice.answered ? [['con_respuesta', '1'] as [string, string]] : []),
    ...fieldsOf(choice),
  ] satisfies ConfirmPage['fields'];
  return { title: preview.title, preview, fields, choice: fieldsOf(choice) };
};

const fieldsOf = (choice: Choice): ConfirmPage['fields'] =>
  choice.kind === 'people'
    ? choice.ids.map((id) => ['ids', id])
    : [['todos', '1'], ...searchOf(choice.filter)];
