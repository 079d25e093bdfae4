import type { HoldReason, Trouble } from '../../../shared/contract/census.ts';
import type { LaneState, LookupsState, OperationKind } from '../../../shared/contract/lookups.ts';
import type { Tone } from '../../../shared/contract/status-tones.ts';
import { formatMoment, formatSeconds } from '../ui/format.ts';

/** A label, what it says, and how serious that is. */
interface Line {
  label: string;
  value: string;
  tone?: Tone;
}

/** Everything that the operators' page shows. */
export interface LookupsCard {
  tone: Tone;
  title: string;
  hold: string | null;
  paused: boolean;
  /** Whether there is a circuit that a probe could close. */
  mayProbe: boolean;
  queue: Line[];
  pace: Line[];
  lanes: Line[];
  workers: Line[];
  operations: { at: string; what: string; detail: string }[];
}

const reasons: Record<HoldReason, string> = {
  paused: 'en pausa',
  blocked: 'la página nos bloquea',
  maintenance: 'la página está en mantenimiento',
  captcha: 'la página pide un captcha',
  timeout: 'la página no responde a tiempo',
  network: 'no hay comunicación con la página',
  page_changed: 'la página cambió',
  unrecognised: 'la página responde con errores',
  lane_failed: 'la salida no responde',
  no_pace: 'sin control del ritmo (Redis o Postgres)',
  no_browser: 'sin navegador',
  no_scraper: 'sin consultores',
};

const troubles: Record<Trouble, string> = {
  pace: 'sin control del ritmo',
  browser: 'sin navegador',
  other: 'con una falla (mire su registro)',
};

const operations: Record<OperationKind, string> = {
  pause: 'Pausa',
  resume: 'Reanudación',
  probe: 'Prueba pedida',
  redrive: 'Eventos vueltos a entregar',
};

export const presentLookups = (state: LookupsState, now: Date): LookupsCard => {
  const { hold, pause, lanes, workers } = state;
  return {
    ...headline(state),
    hold: hold === null ? null : reasonText(hold.reason, hold.until, now),
    paused: pause !== null,
    mayProbe: lanes.some(({ circuit }) => circuit === 'open'),
    queue: queueLines(state, now),
    pace: paceLines(state, now),
    lanes: lanes.map((lane) => laneLine(lane, now)),
    workers: workers.map(({ name, slots, trouble }) => ({
      label: name,
      value:
        trouble === null
          ? `al día, hasta ${slots === 1 ? '1 consulta' : `${slots} consultas`} a la vez`
          : troubles[trouble],
      tone: trouble === null ? 'good' : 'bad',
    })),
    operations: state.operations.map(({ at, kind, detail }) => ({
      at: formatMoment(at, now),
      // A newer release may have written another.
      what: operations[kind] ?? kind,
      detail,
    })),
  };
};

const headline = ({ hold, queue }: LookupsState): { tone: Tone; title: string } => {
  if (hold?.reason === 'paused') return { tone: 'notice', title: 'Consultas en pausa' };
  if (hold !== null) return { tone: 'bad', title: 'Consultas detenidas' };
  const busy = queue.running + queue.person + queue.single + queue.bulk + queue.scheduled > 0;
  return busy ? { tone: 'good', title: 'Consultando' } : { tone: 'good', title: 'Al día' };
};

const reasonText = (reason: HoldReason, until: string | null, now: Date): string =>
  `Motivo: ${reasons[reason]}.${until === null ? '' : ` Se prueba de nuevo ${formatMoment(until, now)}`}`;

const queueLines = ({ queue }: LookupsState, now: Date): Line[] => [
  { label: 'En curso', value: String(queue.running) },
  { label: 'Personas que esperan', value: String(queue.person) },
  { label: 'Pedidas por líderes', value: String(queue.single) },
  { label: 'Masivas', value: String(queue.bulk) },
  { label: 'Revisiones programadas', value: String(queue.scheduled) },
  { label: 'Reintentos más tarde', value: String(queue.later) },
  ...(queue.oldestDueAt === null
    ? []
    : [{ label: 'La más antigua espera desde', value: formatMoment(queue.oldestDueAt, now) }]),
];

const paceLines = ({ pace }: LookupsState, now: Date): Line[] => [
  { label: 'Entre dos salidas', value: formatSeconds(pace.intervalMs) },
  { label: 'Cada consulta tarda', value: formatSeconds(pace.lookupMs) },
  {
    label: 'Última salida',
    value: pace.lastDepartureAt === null ? 'ninguna todavía' : formatMoment(pace.lastDepartureAt, now),
  },
];

const laneLine = (lane: LaneState, now: Date): Line => {
  const { name, circuit, reason, openUntil } = lane;
  if (circuit === 'closed') {
    const troubles = laneTroubles(lane);
    const value = ['abierta al paso', ...troubles].join(', ');
    return { label: name, value, tone: troubles.length === 0 ? 'good' : 'notice' };
  }
  const why = reason === null ? 'detenida' : `detenida: ${reasons[reason]}`;
  if (circuit === 'probing') return { label: name, value: `${why}. Hay una prueba en curso`, tone: 'notice' };
  const next = openUntil === null ? '' : `. Próxima prueba ${formatMoment(openUntil, now)}`;
  return { label: name, value: `${why}${next}`, tone: 'bad' };
};

const laneTroubles = ({ refusals, failing }: LaneState): string[] => [
  ...counted(refusals, 'rechazo seguido', 'rechazos seguidos'),
  ...counted(failing, 'persona seguida sin respuesta', 'personas seguidas sin respuesta'),
];

const counted = (count: number, one: string, many: string): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
