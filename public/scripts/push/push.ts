import { BLOCKED, unable } from './able.ts';
import { currentSubscription, Refused, subscribe, unsubscribe } from './subscription.ts';

const ON = 'Le avisaremos en este equipo, aunque el portal esté cerrado.';
const OFF = 'En este equipo los avisos están apagados.';
const FAILED = 'No se pudieron activar los avisos. Revise su conexión e intente de nuevo.';

/** What this browser is told: read once, then as it was changed; undefined while nobody knows. */
let isOn: boolean | undefined;
let problem: string | undefined;

/** Offers to be told, and the switch of the profile. Those that are new on the page begin as the others are. */
export const enhancePush = (): void => {
  const places = [...document.querySelectorAll<HTMLElement>('[data-push]')];
  if (places.length === 0) return;
  for (const place of places) listen(place);
  if (isOn === undefined) void learn();
  else show();
};

const learn = async (): Promise<void> => {
  isOn = false;
  try {
    if (unable() === null) isOn = await isTold();
  } finally {
    show();
  }
};

/** The portal may have forgotten a browser that is still subscribed; on the page about notices it is told again. */
const isTold = async (): Promise<boolean> => {
  if ((await currentSubscription()) === null) return false;
  const page = document.querySelector<HTMLElement>('[data-push-page]');
  if (page !== null && Notification.permission === 'granted') await subscribe(page.dataset.push ?? '');
  return true;
};

const listening = new WeakSet<Element>();

const listen = (place: HTMLElement): void => {
  if (listening.has(place)) return;
  listening.add(place);
  place.querySelector('[data-push-on]')?.addEventListener('click', () => {
    void change(place, true, () => turnOn(place.dataset.push ?? ''));
  });
  place.querySelector('[data-push-off]')?.addEventListener('click', () => {
    void change(place, false, unsubscribe);
  });
};

const turnOn = async (account: string): Promise<void> => {
  // Asked at once, as long as the browser knows that it was the person who touched it.
  const permission = await Notification.requestPermission();
  if (permission === 'denied') throw new Refused(BLOCKED);
  if (permission === 'default')
    throw new Refused('No activamos los avisos: el navegador pide su permiso primero.');
  await subscribe(account);
};

const change = async (place: HTMLElement, wanted: boolean, work: () => Promise<void>): Promise<void> => {
  const button = place.querySelector(wanted ? '[data-push-on]' : '[data-push-off]');
  button?.setAttribute('aria-busy', 'true');
  problem = undefined;
  try {
    await work();
    isOn = wanted;
    // The list of browsers is the portal's.
    if (place.hasAttribute('data-push-page')) location.reload();
  } catch (error) {
    problem = error instanceof Refused ? error.message : FAILED;
  } finally {
    button?.removeAttribute('aria-busy');
    show();
  }
};

const show = (): void => {
  const why = unable();
  for (const place of document.querySelectorAll<HTMLElement>('[data-push]')) {
    const [on, off] = ['on', 'off'].map((name) => place.querySelector<HTMLElement>(`[data-push-${name}]`));
    if (on != null) on.hidden = why !== null || isOn === true;
    if (off != null) off.hidden = why !== null || isOn !== true;
    const said = place.querySelector('[data-push-said]');
    const text = problem ?? why ?? stateIn(place);
    if (said !== null && said.textContent !== text) said.textContent = text;
    place.removeAttribute('data-idle');
  }
};

/** The switch says both; an offer speaks for itself. */
const stateIn = (place: HTMLElement): string => {
  if (isOn === true) return ON;
  return place.hasAttribute('data-push-page') ? OFF : '';
};
