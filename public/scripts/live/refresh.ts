import { greetingName } from '../../../shared/person/greeting-name.ts';
import type { Toasts } from './toasts.ts';
import type { Wishes } from './wishes.ts';
import { within } from './within.ts';

const FORM = /^\/refrescar-cedula\/(?:([0-9a-f-]{36})\/)?$/;
const AWAY = 'No hay conexión con el portal. Intente de nuevo en unos segundos.';
const QUEUED = 'Pedimos una nueva consulta. La respuesta aparecerá aquí.';
const TIMEOUT_MS = 15_000;

interface RefreshOptions {
  wishes: Wishes;
  toasts: Toasts;
  /** Shows what the page is like now. */
  look(): Promise<unknown>;
}

/** Refresh forms are sent without leaving the page; what the portal says is told there. */
export const enhanceRefreshForms = ({ wishes, toasts, look }: RefreshOptions): void => {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const match = FORM.exec(new URL(form.action, location.href).pathname);
    const person = form.closest<HTMLElement>('[data-person]');
    const userId = person?.dataset.person;
    if (match === null || person === null || userId === undefined) return;
    event.preventDefault();
    const name = match[1] === undefined ? '' : calledName(person);
    wishes.add({ userId, name, version: Number(person.dataset.version) });
    void send(form, match[1]);
  });

  const send = async (form: HTMLFormElement, id: string | undefined): Promise<void> => {
    const button = form.querySelector('button');
    if (button?.getAttribute('aria-busy') === 'true') return;
    button?.setAttribute('aria-busy', 'true');
    const said = await post(
      id === undefined ? '/api/v1/me/census/refresh' : `/api/v1/referrals/${id}/refresh`,
    );
    if (said === 'unknown') return form.submit();
    const about = form.closest<HTMLElement>('[data-person]')?.dataset.person ?? '';
    if (said === null) {
      toasts.say({ text: QUEUED, tone: 'good', about });
      await look();
    } else {
      wishes.drop(about);
      toasts.say({ text: said, tone: 'bad', about });
    }
    button?.removeAttribute('aria-busy');
  };
};

/** @returns null when the wish was taken, else what the portal says; `unknown` for what only its page can say */
const post = (address: string): Promise<string | null | 'unknown'> =>
  within(TIMEOUT_MS, async (signal) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(address, { method: 'POST', headers, body: '{}', signal });
    if (response.ok) return null;
    if (response.status === 401 || !isJson(response)) return 'unknown';
    const { error } = (await response.json()) as { error?: { message?: string } };
    return error?.message ?? 'unknown';
  }).catch(() => AWAY);

const isJson = ({ headers }: Response): boolean => headers.get('content-type')?.includes('json') === true;

/** What the person of a row is called by, or of a page about one. */
const calledName = (person: HTMLElement): string => {
  const name = person.querySelector('[data-name]') ?? document.querySelector('h1');
  return greetingName(name?.textContent.trim() ?? '');
};
