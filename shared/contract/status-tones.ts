import type { Status } from './census.ts';

/** How serious something is, which its colour says. */
export type Tone = 'waiting' | 'good' | 'notice' | 'bad';

/** What a status means, and what it is called in a row or an announcement. Also part of what browsers get. */
export interface StatusTone {
  tone: Tone;
  short: string;
}

export const statusTones: Record<Status, StatusTone> = {
  PENDING: { tone: 'waiting', short: 'Verificando' },
  PROCESSING: { tone: 'waiting', short: 'Verificando' },
  ACTIVE: { tone: 'good', short: 'Habilitada' },
  NOT_FOUND: { tone: 'notice', short: 'No está en el censo' },
  CANCELLED_DECEASED: { tone: 'notice', short: 'Cancelada' },
  CANCELLED_OTHER: { tone: 'notice', short: 'Con novedad' },
  ERROR: { tone: 'bad', short: 'Sin respuesta' },
  TIMEOUT: { tone: 'bad', short: 'Sin respuesta' },
  BLOCKED: { tone: 'bad', short: 'Bloqueada' },
};
