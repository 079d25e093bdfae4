import type { Actor, ReferredPerson } from '../../../shared/contract/accounts.ts';
import { type CensusView, hasAnswer, isFinal, type VotingPlace } from '../../../shared/contract/census.ts';
import { withCapitals } from '../answer/capitals.ts';
import { type CensusCard, presentCard } from '../answer/card.ts';
import { placeLine } from '../answer/moved.ts';
import { formatMoment } from '../ui/format.ts';

/** Whether a person can be chosen for a refresh of many; `why` says why not. */
export interface Pick {
  why: string | null;
  /** When the reason ends by itself, ISO 8601; null when it does not. */
  freeAt: string | null;
}

/** Everything that one row of the list shows. */
export interface ReferralRow {
  user: ReferredPerson;
  /** Null without a lookup, and for who may not see census data. */
  card: CensusCard | null;
  /** Where they vote, as people write it; null while nobody knows. */
  place: { municipio: string; puesto: string; mesa: string } | null;
  /** What the row says before it is opened. */
  summary: string;
  pick: Pick;
  /** How many people this LEADER referred, for who coordinates them; null for others. */
  led: number | null;
  /** Shown because they were before; the filter finds them no more. */
  isKept: boolean;
}

/** Shapes one person of a list; `view` is null when nothing is known of them. */
export const presentRow = (
  user: ReferredPerson,
  {
    view,
    led,
    isKept = false,
    actor,
    now,
  }: { view: CensusView | null; led: number | null; isKept?: boolean; actor: Actor; now: Date },
): ReferralRow => ({
  user,
  card: view === null ? null : presentCard(view, actor, now),
  place: view?.answer?.kind === 'active' ? placeOf(view.answer) : null,
  summary: view === null ? 'Sin consulta' : summaryOf(view),
  pick: pickOf(view, now),
  led,
  isKept,
});

const placeOf = ({ municipio, puesto, mesa }: VotingPlace): ReferralRow['place'] => ({
  municipio: withCapitals(municipio),
  puesto: withCapitals(puesto),
  mesa,
});

const summaryOf = ({ answer, status, error }: CensusView): string => {
  if (answer?.kind === 'active') return placeLine(answer, true);
  if (answer?.kind === 'cancelled') return 'Ver la novedad';
  if (answer?.kind === 'not_found') return 'Ver la respuesta';
  if (error !== null) return 'Ver qué pasó';
  return status === 'PROCESSING' ? 'Consultando ahora' : 'En espera de la respuesta';
};

const pickOf = (view: CensusView | null, now: Date): Pick => {
  const because = (why: string, freeAt: string | null = null): Pick => ({ why, freeAt });
  if (view === null) return because('Esta persona no tiene consulta.');
  if (!view.mayRefresh) return because('No puede actualizar la consulta de esta persona.');
  if (view.status === 'PENDING' || view.status === 'PROCESSING')
    return because('Su consulta ya está en camino.');
  if (isFinal(view.status))
    return because('Su respuesta casi nunca cambia: actualícela por separado si lo necesita.');
  if (hasAnswer(view.status)) return because('Ya tiene respuesta: actualícela por separado si lo necesita.');
  if (view.refreshableAt === null) return { why: null, freeAt: null };
  return because(
    `Se consultó hace poco: se puede elegir de nuevo ${formatMoment(view.refreshableAt, now)}`,
    view.refreshableAt,
  );
};
