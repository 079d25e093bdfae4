/** A portal that has not answered by then is asked again if somebody wants it: what they send twice is done once. */
const PATIENCE_MS = 12_000;
const SENDING = 'data-sending';

/**
 * Shows on the pressed button that its form is on its way, and keeps the same page from sending it again meanwhile.
 * The button stays enabled: a disabled one would not be sent. To be called after whatever else listens to forms,
 * which may keep one here.
 */
export const enhanceBusyForms = (): void => {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== 'post' || event.defaultPrevented) return;
    if (form.hasAttribute(SENDING)) return event.preventDefault();
    const button = event.submitter ?? form.querySelector('button[type="submit"]');
    form.setAttribute(SENDING, '');
    button?.setAttribute('aria-busy', 'true');
    setTimeout(() => rest(form), PATIENCE_MS);
  });
  // A page that the browser kept comes back as it was left.
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    for (const form of document.querySelectorAll<HTMLFormElement>(`form[${SENDING}]`)) rest(form);
  });
};

const rest = (form: HTMLFormElement): void => {
  form.removeAttribute(SENDING);
  for (const button of [...form.elements])
    if (button instanceof HTMLButtonElement) button.removeAttribute('aria-busy');
};
