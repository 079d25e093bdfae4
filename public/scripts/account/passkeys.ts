import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';

const CONFIRM = '/confirmar/';
const FAILED = 'No se usó la llave. Intente de nuevo, o use otro modo.';

/** Buttons that make or show a passkey, and send it with their form; a browser that knows none has none of them. */
const enhancePasskeys = (): void => {
  // Addresses of machines have no passkeys.
  if (!browserSupportsWebAuthn() || /^[\d.]+$|:/.test(location.hostname)) return;
  for (const form of document.querySelectorAll<HTMLFormElement>('[data-passkey-form]')) form.hidden = false;
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-passkey]')) {
    button.hidden = false;
    button.addEventListener('click', (event) => {
      event.preventDefault();
      void send(button);
    });
  }
};

const send = async (button: HTMLButtonElement): Promise<void> => {
  const { form } = button;
  const field = form?.elements.namedItem(button.dataset.field ?? '');
  if (form === null || !(field instanceof HTMLInputElement)) return;
  const place = form.querySelector('[data-passkey-problem]');
  button.setAttribute('aria-busy', 'true');
  if (place !== null) place.textContent = '';
  try {
    field.value = JSON.stringify(await use(button));
    form.submit();
  } catch (error) {
    if (place !== null) place.textContent = error instanceof Refused ? error.message : FAILED;
  } finally {
    button.removeAttribute('aria-busy');
  }
};

/** The server said no, in words for the person. */
class Refused extends Error {}

const use = async ({ dataset }: HTMLButtonElement): Promise<unknown> => {
  const response = await fetch(dataset.options ?? '', { method: 'POST' });
  const told: unknown = await response.json();
  if (!response.ok) {
    // The shape of every refusal of the API.
    const { error } = told as { error: { code: string; message: string } };
    if (error.code === 'proof_needed')
      location.assign(`${CONFIRM}?next=${encodeURIComponent(location.pathname)}`);
    throw new Refused(error.message);
  }
  return dataset.passkey === 'create'
    ? startRegistration({ optionsJSON: told as PublicKeyCredentialCreationOptionsJSON })
    : startAuthentication({ optionsJSON: told as PublicKeyCredentialRequestOptionsJSON });
};

enhancePasskeys();
