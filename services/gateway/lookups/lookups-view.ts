import type { LaneState, LookupsState } from '../../../shared/contract/lookups.ts';
import type { Tone } from '../../../shared/contract/status-tones.ts';
import type { SummaryChart } from '../summary/charts-view.ts';
import { counted, formatDuration, formatMoment, formatNumber, formatSeconds } from '../ui/format.ts';
import { headlineOf } from './headline.ts';
import { lastHourOf } from './last-hour-view.ts';
import { needsOf } from './needs.ts';
import { capital, operations, reasonIn, reasons, type Staff, troubles, whoDid } from './words.ts';

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
  /** Why it is so, since when, by whom, and what comes next. */
  why: string;
  paused: boolean;
  /** Whether there is a circuit that a probe could close. */
  mayProbe: boolean;
  queue: Line[];
  pace: Line[];
  lanes: Line[];
  workers: Line[];
  operations: { at: string; what: string; who: string; detail: string }[];
  /** How many wait, and until when. */
  empties: string;
  lastHour: SummaryChart;
  /** What needs somebody, a sentence each. */
  needs: string[];
}

export const presentLookups = (state: LookupsState, staff: Staff, now: Date): LookupsCard => {
  const { pause, lanes, workers } = state;
  return {
    ...headlineOf(state, staff, now),
    paused: pause !== null,
    mayProbe: lanes.some(({ circuit }) => circuit === 'open'),
    queue: queueLines(state, now),
    pace: paceLines(state, now),
    lanes: lanes.map((lane) => laneLine(lane, now)),
    workers: workers.map(({ name, slots, trouble }) => ({
      label: name,
      value:
        trouble === null
          ? `al día, hasta ${counted(slots, 'consulta', 'consultas')} a la vez`
          : troubles[trouble],
      tone: trouble === null ? 'good' : 'bad',
    })),
    operations: state.operations.map((operation) => presentOperation(operation, staff, now)),
    empties: emptiesText(state, now),
    lastHour: lastHourOf(state.lastHour),
    needs: needsOf(state, now),
  };
};

const presentOperation = (
  { at, by, kind, detail }: LookupsState['operations'][number],
  staff: Staff,
  now: Date,
): LookupsCard['operations'][number] => {
  const isCircuit = kind === 'opened' || kind === 'closed';
  const [lane = '', reason] = detail.split(' ');
  return {
    at: formatMoment(at, now),
    // A newer release may have written another.
    what: operations[kind] ?? kind,
    who: isCircuit ? 'El portal' : capital(whoDid(by, staff)),
    detail: isCircuit && reason !== undefined ? `${lane}: ${reasonIn(reason)}` : detail,
  };
};

const emptiesText = ({ queue, emptyAt }: LookupsState, now: Date): string => {
  const waiting = queue.person + queue.single + queue.bulk + queue.scheduled;
  if (waiting === 0) return 'No hay nadie en la fila.';
  const until =
    emptyAt === null
      ? 'no se sabe cuándo se termina'
      : `se termina en ${formatDuration(Date.parse(emptyAt) - now.getTime())}`;
  return `${formatNumber(waiting)} en la fila: ${until}.`;
};

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
  const { name, circuit, reason, openUntil, since } = lane;
  if (circuit === 'closed') {
    const troubles = laneTroubles(lane);
    const value = ['abierta al paso', ...troubles].join(', ');
    return { label: name, value, tone: troubles.length === 0 ? 'good' : 'notice' };
  }
  const when = since === null ? '' : ` desde ${formatMoment(since, now)}`;
  const why = `detenida${when}${reason === null ? '' : `: ${reasons[reason]}`}`;
  if (circuit === 'probing') return { label: name, value: `${why}. Hay una prueba en curso`, tone: 'notice' };
  const next = openUntil === null ? '' : `. ${probeAt(openUntil, now)}`;
  return { label: name, value: `${why}${next}`, tone: 'bad' };
};

const probeAt = (openUntil: string, now: Date): string =>
  Date.parse(openUntil) <= now.getTime()
    ? 'La próxima consulta sale como prueba'
    : `Próxima prueba ${formatMoment(openUntil, now)}`;

const laneTroubles = ({ refusals, failing }: LaneState): string[] => [
  ...anyOf(refusals, 'rechazo seguido', 'rechazos seguidos'),
  ...anyOf(failing, 'persona seguida sin respuesta', 'personas seguidas sin respuesta'),
];

const anyOf = (count: number, one: string, many: string): string[] =>
  count === 0 ? [] : [counted(count, one, many)];
