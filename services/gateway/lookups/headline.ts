import type { HoldReason } from '../../../shared/contract/census.ts';
import type { LaneState, LookupsState } from '../../../shared/contract/lookups.ts';
import type { Tone } from '../../../shared/contract/status-tones.ts';
import { formatMoment } from '../ui/format.ts';
import { capital, endsWhen, reasons, type Staff, sentence, whoDid } from './words.ts';

/** How the lookups are in one line, and why, since when, by whom, and what comes next. */
export interface Headline {
  tone: Tone;
  title: string;
  why: string;
}

const THEN = 'si la página responde, siguen las demás.';

export const headlineOf = (state: LookupsState, staff: Staff, now: Date): Headline => {
  const { hold, pause, lanes, queue } = state;
  if (hold?.reason === 'paused' || pause !== null)
    return { tone: 'notice', title: 'Consultas en pausa', why: pauseText(pause, staff, now) };
  const stopped = lanes.filter(({ circuit }) => circuit !== 'closed');
  const isProbing = stopped.some(({ circuit }) => circuit === 'probing');
  if (hold !== null)
    return {
      ...(isProbing ? { tone: 'notice', title: 'Probando' } : { tone: 'bad', title: 'Consultas detenidas' }),
      why: `${reasonSince(hold.reason, stopped, now)} ${nextText(hold.reason, hold.until, now)}`,
    };
  // Since nothing is known of it yet, nothing is green: a probe may have been asked for, and has not left.
  if (stopped.length > 0 && stopped.length === lanes.length) {
    const why = reasonSince(stopped[0]?.reason ?? 'unrecognised', stopped, now);
    if (isProbing)
      return { tone: 'notice', title: 'Probando', why: `${why} Hay una prueba en curso; ${THEN}` };
    return {
      tone: 'notice',
      title: 'Esperando una prueba',
      why: `${why} Todavía no ha salido nada: ${probeText(queue)}`,
    };
  }
  const busy = queue.running + queue.person + queue.single + queue.bulk + queue.scheduled > 0;
  return { tone: 'good', title: busy ? 'Consultando' : 'Al día', why: 'Las consultas salen a su ritmo.' };
};

const pauseText = (pause: LookupsState['pause'], staff: Staff, now: Date): string => {
  const next = 'Nada sale hasta que alguien reanude; cada consulta conserva su turno.';
  if (pause === null) return next;
  const who = `En pausa desde ${formatMoment(pause.since, now)}, por ${whoDid(pause.by, staff)}.`;
  return `${who} Motivo: ${sentence(pause.reason)} ${next}`;
};

/** Why, and since when the lane that has been stopped longest is. */
const reasonSince = (reason: HoldReason, stopped: readonly LaneState[], now: Date): string => {
  const [since] = stopped.flatMap((lane) => lane.since ?? []).sort();
  const when =
    since === undefined || endsWhen[reason] !== undefined ? '' : `, desde ${formatMoment(since, now)}`;
  return sentence(`${capital(reasons[reason])}${when}`);
};

const nextText = (reason: HoldReason, until: string | null, now: Date): string => {
  const byItself = endsWhen[reason];
  if (byItself !== undefined) return byItself;
  return until === null
    ? `Hay una prueba en curso; ${THEN}`
    : `Se prueba de nuevo ${formatMoment(until, now)} con una sola consulta; ${THEN}`;
};

const probeText = ({ person, single, bulk, scheduled }: LookupsState['queue']): string =>
  person + single + bulk + scheduled === 0
    ? `no hay nadie en la fila, y la prueba sale cuando alguien pida una consulta; ${THEN}`
    : `la próxima consulta de la fila sale como prueba; ${THEN}`;
