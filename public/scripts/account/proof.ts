import { solveChallengeWorkers } from 'altcha-lib';

/** As the portal hands it to the page; the library looks at it. */
type Challenge = Parameters<typeof solveChallengeWorkers>[0]['challenge'];

const WORKING = 'Hay más gente de lo usual: su navegador hace una comprobación de unos segundos.';
const SENDING = 'Su navegador termina una comprobación; el formulario se envía solo enseguida.';
const DONE = 'Comprobación lista: puede enviar el formulario.';
/** Two phones' worth: more would take the page's own time. */
const MOST_WORKERS = 4;
/** A browser that has not found it by then waits like one without a script. */
const TIMEOUT_MS = 60_000;

/**
 * Makes the proof of work that the portal asks for above the usual rate, while the person types, and puts it into the
 * form. Where it cannot be made, the page's own words stand: wait, and send again.
 */
const prove = async (place: HTMLElement, form: HTMLFormElement): Promise<void> => {
  const field = form.querySelector<HTMLInputElement>('input[name="proof"]');
  const { proof, worker } = place.dataset;
  // Without HTTPS a browser hashes nothing.
  if (field === null || proof === undefined || worker === undefined || !isSecureContext) return;
  const said = place.textContent;
  /** The button of a form that waits to be sent. */
  let wanted: { by: HTMLElement | null } | undefined;
  let over = false;

  form.addEventListener('submit', (event) => {
    if (over || event.defaultPrevented) return;
    event.preventDefault();
    wanted = { by: event.submitter };
    event.submitter?.setAttribute('aria-busy', 'true');
    place.textContent = SENDING;
  });
  place.textContent = WORKING;
  try {
    const challenge = JSON.parse(proof) as Challenge;
    const solution = await solveChallengeWorkers({
      challenge,
      concurrency: Math.min(MOST_WORKERS, navigator.hardwareConcurrency || 1),
      createWorker: () => new Worker(worker),
      timeout: TIMEOUT_MS,
    });
    if (solution === null) throw new Error('not found in time');
    field.value = JSON.stringify({ challenge, solution });
    place.textContent = DONE;
  } catch {
    place.textContent = said;
  } finally {
    over = true;
    wanted?.by?.removeAttribute('aria-busy');
    if (wanted !== undefined) send(form, wanted.by);
  }
};

/** Safari asks a form to send itself, with its listeners, from 16 on. */
const send = (form: HTMLFormElement, by: HTMLElement | null): void => {
  if ('requestSubmit' in form) form.requestSubmit(by);
  else (form as HTMLFormElement).submit();
};

for (const place of document.querySelectorAll<HTMLElement>('[data-proof]')) {
  const form = place.closest('form');
  if (form !== null) void prove(place, form);
}
