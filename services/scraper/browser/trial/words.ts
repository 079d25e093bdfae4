import { type Confinement, isWhole } from '../confinement/confinement.ts';
import type { Confined } from './confine.ts';

/** How a browser is shut in, in Spanish and one line, for the log and for `doctor`. */
export const describeConfinement = ({ separation, sandbox }: Confinement): string => {
  const tabs = sandbox
    ? 'con el aislamiento propio de sus pestañas'
    : 'sin el aislamiento propio de sus pestañas';
  if (separation.kind === 'user') return `con un usuario propio (uid ${separation.uid}), ${tabs}`;
  if (separation.kind === 'namespace')
    return `con el usuario del consultor (uid ${process.getuid?.() ?? '?'}) en un espacio de nombres propio, ${tabs}`;
  return `con el usuario del consultor (uid ${process.getuid?.() ?? '?'}) y nada que lo separe de él, ${tabs}`;
};

/** What to do about a browser that is not shut in as it should be. */
export const CONFINEMENT_REMEDY =
  'Permita los espacios de nombres de usuario: en un contenedor, con el filtro de llamadas k8s/seccomp/scraper.json; ' +
  'en una máquina, con user.max_user_namespaces mayor que 0 y TMPDIR en una carpeta que otros usuarios puedan atravesar. ' +
  'BROWSER_SANDBOX=1 no deja arrancar sin él.';

/** The one line that a start says loudly, or null when nothing is lacking. */
export const confinementWarning = ({ confinement, lacks }: Confined): string | null => {
  if (isWhole(confinement)) return null;
  const why = lacks === null ? '' : ` (${lacks})`;
  return `EL NAVEGADOR NO ESTÁ AISLADO DEL TODO: corre ${describeConfinement(confinement)}${why}. ${CONFINEMENT_REMEDY}`;
};
