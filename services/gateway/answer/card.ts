import type { Actor } from '../../../shared/contract/accounts.ts';
import type { Answer, CensusView, Status } from '../../../shared/contract/census.ts';
import { type StatusTone, statusTones } from '../../../shared/contract/status-tones.ts';
import { formatFull, formatMoment } from '../ui/format.ts';
import type { IconName } from '../ui/icons.ts';
import { holdText } from './hold.ts';
import { type Moved, presentMoved } from './moved.ts';
import { type Step, stepsOf, waitingText } from './progress.ts';
import { elsewhere } from './source-name.ts';
import { presentTicket, type Ticket } from './ticket.ts';

/** How a status looks: words and a shape always go with the colour. */
export interface StatusLook extends StatusTone {
  icon: IconName;
  title: string;
}

const looks: Record<Status, Omit<StatusLook, keyof StatusTone>> = {
  PENDING: { icon: 'clock', title: 'Verificando' },
  PROCESSING: { icon: 'clock', title: 'Verificando' },
  ACTIVE: { icon: 'check-badge', title: 'Cédula habilitada para votar' },
  NOT_FOUND: { icon: 'document-magnifying-glass', title: 'No está en el censo electoral' },
  CANCELLED_DECEASED: { icon: 'no-symbol', title: 'Cédula cancelada' },
  CANCELLED_OTHER: { icon: 'no-symbol', title: 'Cédula con novedad' },
  ERROR: { icon: 'exclamation-circle', title: 'No pudimos consultar' },
  TIMEOUT: { icon: 'clock', title: 'La consulta tardó demasiado' },
  BLOCKED: { icon: 'no-symbol', title: 'Consulta bloqueada' },
};

/** Every icon that a status may have. */
export const statusIcons: readonly IconName[] = [...new Set(Object.values(looks).map(({ icon }) => icon))];

export const lookOf = (status: Status): StatusLook => ({ ...looks[status], ...statusTones[status] });

/** One answer as labelled rows, as the official page has it. */
interface AnswerRows {
  /** In one line, for where there is little room; null for a place, which has its ticket. */
  headline: string | null;
  ticket: Ticket | null;
  rows: { label: string; value: string }[];
  note: string | null;
}

const answerRows = (answer: Answer, isOwn: boolean): AnswerRows => {
  switch (answer.kind) {
    case 'active':
      return {
        headline: null,
        ticket: presentTicket(answer, isOwn),
        rows: [
          { label: 'Puesto', value: answer.puesto },
          { label: 'Mesa', value: answer.mesa },
          { label: 'Dirección', value: answer.direccion },
          { label: 'Municipio', value: answer.municipio },
          { label: 'Departamento', value: answer.departamento },
        ],
        note: null,
      };
    case 'cancelled':
      return {
        headline: answer.novedad,
        ticket: null,
        rows: [
          { label: 'Novedad', value: answer.novedad },
          { label: 'Resolución', value: answer.resolucion || 'No informada' },
          { label: 'Fecha', value: answer.fechaNovedad || 'No informada' },
        ],
        note: 'Si cree que es un error, acérquese a la Registraduría más cercana con su documento.',
      };
    case 'not_found':
      return {
        headline: 'No está en el censo de la próxima elección.',
        ticket: null,
        rows: [],
        note: 'La Registraduría no tiene esta cédula en el censo de la próxima elección. Puede inscribirla en cualquier Registraduría.',
      };
  }
};

/** Everything that the card's template shows. */
export interface CensusCard extends StatusLook {
  userId: string;
  version: number;
  /** True while an answer is on its way: then the page keeps looking. */
  live: boolean;
  /** How far the lookup is; null when none is awaited. */
  steps: Step[] | null;
  waiting: string | null;
  /** Why nothing moves for now, and until when if that is known. */
  hold: string | null;
  error: string | null;
  nextAttempt: string | null;
  /** That the place is another than before. */
  moved: Moved | null;
  /** Whether it ever was. */
  hasMoved: boolean;
  /** `at` is said to whoever looks now, `on` to whoever reads it on paper. */
  answer:
    | (AnswerRows & { at: string | null; on: string | null; isEarlier: boolean; elsewhere?: string })
    | null;
  /** Where the form posts; null when this person may not refresh. */
  refreshAction: string | null;
  refreshableAt: string | null;
  /** Whether the form is there, or will be when the answer is: its place is kept. */
  keepsButton: boolean;
}

/** A failure that is tried again is not the end, and does not look like it. */
const lookAt = ({ status, nextAttemptAt }: CensusView): StatusLook =>
  nextAttemptAt === null ? lookOf(status) : { ...lookOf(status), tone: 'notice', icon: 'clock' };

/** Shapes a view for the card. */
export const presentCard = (view: CensusView, actor: Actor, now: Date): CensusCard => {
  const live = view.status === 'PENDING' || view.status === 'PROCESSING';
  const failed = view.error !== null;
  const mayAsk = !live && view.mayRefresh;
  const own = view.userId === actor.id;
  return {
    ...lookAt(view),
    userId: view.userId,
    version: view.version,
    live: live || view.nextAttemptAt !== null,
    steps: stepsOf(view),
    waiting: waitingText(view, now),
    hold: view.hold === null ? null : holdText(view.hold, now),
    error: view.error?.message ?? null,
    nextAttempt: view.nextAttemptAt === null ? null : formatMoment(view.nextAttemptAt, now),
    moved: presentMoved(view.move, view.answer, own, now),
    hasMoved: view.move != null,
    answer:
      view.answer === null
        ? null
        : {
            ...answerRows(view.answer, own),
            at: view.answeredAt === null ? null : formatMoment(view.answeredAt, now),
            on: view.answeredAt === null ? null : formatFull(new Date(view.answeredAt)),
            isEarlier: failed || live,
            ...(view.answer.source === undefined ? {} : { elsewhere: elsewhere(view.answer.source) }),
          },
    refreshAction: mayAsk ? `/refrescar-cedula/${own ? '' : `${view.userId}/`}` : null,
    refreshableAt: view.refreshableAt,
    keepsButton: view.mayRefresh,
  };
};
