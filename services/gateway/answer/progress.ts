import { type CensusView, COUNTED_PLACES } from '../../../shared/contract/census.ts';
import { counted, formatAbout, formatNumber, plural } from '../ui/format.ts';

/** One of the steps to an answer. */
export interface Step {
  name: string;
  state: 'done' | 'now' | 'next';
}

const STEPS = ['Registrado', 'En fila', 'Consultando', 'Respuesta'];
const [QUEUED, ASKING] = [1, 2];

/** How far a lookup is that somebody waits for; null when nobody does. */
export const stepsOf = ({ status, nextAttemptAt }: CensusView): Step[] | null => {
  const isQueued = status === 'PENDING' || nextAttemptAt !== null;
  if (!isQueued && status !== 'PROCESSING') return null;
  const now = isQueued ? QUEUED : ASKING;
  return STEPS.map((name, place) => ({
    name,
    state: place < now ? 'done' : place === now ? 'now' : 'next',
  }));
};

/** What happens meanwhile, in words; null when nothing waits. */
export const waitingText = (view: CensusView, now: Date): string | null => {
  if (view.status === 'PROCESSING')
    return 'Estamos consultando la página de la Registraduría en este momento.';
  if (view.status !== 'PENDING') return null;
  if (view.queue === null) return 'Su consulta está en la fila.';
  const { position, expectedAt } = view.queue;
  if (position > COUNTED_PLACES) return `Faltan más de ${formatNumber(COUNTED_PLACES)} consultas.`;
  const place = beforeIt(position - 1);
  // The time ends in "a. m.", with its own full stop.
  return expectedAt === null ? `${place}.` : `${place}, ${formatAbout(expectedAt, now)}`;
};

const beforeIt = (others: number): string => {
  if (others === 0) return 'Es la siguiente';
  return `${plural(others, 'Falta', 'Faltan')} ${counted(others, 'consulta', 'consultas')}`;
};
