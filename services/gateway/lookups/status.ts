import type { ServiceStatus } from '../../../shared/contract/lookups.ts';
import type { Tone } from '../../../shared/contract/status-tones.ts';
import { holdText } from '../answer/hold.ts';
import type { Ctx, Page } from '../context.ts';
import { counted, formatDuration, formatMoment, formatNumber } from '../ui/format.ts';
import type { IconName } from '../ui/icons.ts';

interface Look {
  tone: Tone;
  icon: IconName;
  title: string;
  text: string;
}

/** How the service is, as its page shows it. */
interface StatusCard extends Look {
  lines: { label: string; value: string }[];
}

interface StatusPage extends Page {
  status: StatusCard;
}

declare module '../context.ts' {
  interface Pages {
    'lookups/status': StatusPage;
  }
}

const looks: Record<ServiceStatus['state'], Look> = {
  answering: {
    tone: 'good',
    icon: 'check-badge',
    title: 'Todo funciona',
    text: 'La página de la Registraduría está respondiendo.',
  },
  failing: {
    tone: 'bad',
    icon: 'exclamation-circle',
    title: 'La Registraduría responde con fallas',
    text: 'La mayoría de las últimas consultas no tuvo respuesta. Las intentamos de nuevo por nuestra cuenta.',
  },
  held: { tone: 'notice', icon: 'pause-circle', title: 'Consultas detenidas', text: '' },
  quiet: {
    tone: 'waiting',
    icon: 'clock',
    title: 'Sin consultas recientes',
    text: 'Nadie ha consultado en la última media hora. El servicio está listo.',
  },
};

/** Shapes the status for its page. */
export const presentStatus = (status: ServiceStatus, now: Date): StatusCard => {
  const { state, hold, lastAnswerAt, waiting, expectedAt, intervalMs } = status;
  const wait =
    expectedAt === null ? 'No se sabe todavía' : formatDuration(Date.parse(expectedAt) - now.getTime());
  return {
    ...looks[state],
    ...(hold === null ? {} : { text: holdText(hold, now) }),
    lines: [
      { label: 'Espera si se registra ahora', value: wait },
      { label: 'Consultas en la fila', value: formatNumber(waiting) },
      {
        label: 'Ritmo',
        value:
          intervalMs < 1_000
            ? 'Sin pausa'
            : `Una cada ${counted(Math.round(intervalMs / 1_000), 'segundo', 'segundos')}`,
      },
      {
        label: 'Última respuesta',
        value: lastAnswerAt === null ? 'Ninguna todavía' : formatMoment(lastAnswerAt, now),
      },
    ],
  };
};

/** Is the official page answering, and how long is the wait; without a person in it. */
const load = (ctx: Ctx): Promise<ServiceStatus> => ctx.call('census.status', {});

/** GET /estado/ */
export const statusPage = async (ctx: Ctx): Promise<void> =>
  ctx.page('lookups/status', {
    title: 'Estado del servicio',
    status: presentStatus(await load(ctx), new Date()),
  });

/** GET /api/v1/status */
export const apiStatus = async (ctx: Ctx): Promise<void> => {
  ctx.body = await load(ctx);
};
