import { blockPage } from './block-page.ts';
import { OUTAGE_TEXT } from './official-texts.ts';
import { FORM_PATHS, type Profile, profiles } from './profile.ts';
import { type Answer, html, json, wspMessage } from './reply.ts';

/** Trouble of a page: everybody gets it, whatever their cédula. */
export const OUTAGES = {
  gatewayTimeout: 'Todo responde 504',
  errorText: 'La consulta responde «Ocurrió un error al procesar su solicitud»',
  reset: 'Las conexiones se cortan',
  hang: 'Nada responde',
  changedPage: 'La página ya no tiene el formulario',
  blockPage: 'Todo responde con la página de bloqueo',
} as const;
export type Outage = keyof typeof OUTAGES;

export const isOutage = (name: string | null | undefined): name is Outage =>
  name != null && Object.hasOwn(OUTAGES, name);

/** @param page whose trouble it is; of both unless told */
export const beginOutage = (
  outages: Record<Profile, Outage | null>,
  outage: Outage | null,
  page?: Profile,
): void => {
  for (const one of page === undefined ? profiles : [page]) outages[one] = outage;
};

/** Whose page a path belongs to. */
export const pageOf = (path: string): Profile => (path === FORM_PATHS.wsp ? 'wsp' : 'consultacenso');

/** A request, as much as an outage needs to know of it. */
export interface Asked {
  method: string | undefined;
  path: string | undefined;
}

/** @param usual what the request gets on other days */
export const underOutage = (outage: Outage, asked: Asked, usual: Answer): Answer => {
  const isPage = asked.method === 'GET' && Object.values(FORM_PATHS).some((path) => path === asked.path);
  switch (outage) {
    case 'gatewayTimeout':
      return html('<html><body><h1>504 Gateway Time-out</h1></body></html>', 504);
    case 'errorText':
      return asked.method === 'POST' ? errorTextAt(asked.path) : usual;
    case 'reset':
      return 'reset';
    case 'hang':
      return 'silence';
    case 'changedPage':
      return isPage ? html('<html><body><h1>Consulte su puesto de votación</h1></body></html>') : usual;
    case 'blockPage':
      return blockPage();
  }
};

/** Seen on days of election (the words; the envelope is the one of other messages). */
const errorTextAt = (path: string | undefined): Answer =>
  path === FORM_PATHS.wsp ? wspMessage(false, OUTAGE_TEXT) : json({ ok: false, error: OUTAGE_TEXT });
