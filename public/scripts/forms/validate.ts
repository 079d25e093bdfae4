import { CONSENT_MISSING, problemOf } from './problems.ts';

/**
 * Says what is wrong with a field once it is left, takes it back while it is mended, and keeps a form with problems
 * from being sent. The server checks everything again.
 */
export const enhanceValidation = (): void => {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-validate]')) {
    form.addEventListener('focusout', ({ target }) => {
      // An empty field that is passed by is not a mistake yet.
      if (target instanceof HTMLInputElement && target.value !== '') check(target);
    });
    form.addEventListener('input', ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return;
      if (target.getAttribute('aria-invalid') === 'true') check(target);
      const twin = form.querySelector<HTMLInputElement>('[name="password2"][aria-invalid="true"]');
      if (target.name === 'password1' && twin !== null) check(twin);
    });
    form.addEventListener('submit', (event) => {
      const wrong = [...form.querySelectorAll('input')].filter((input) => !check(input));
      if (wrong.length === 0) return;
      event.preventDefault();
      wrong[0]?.focus();
    });
  }
};

/** Shows the field's problem beside it. @returns whether there is none */
const check = (input: HTMLInputElement): boolean => {
  const message = messageFor(input);
  if (message === undefined) return true;
  const place = document.getElementById(`${input.id}-error`);
  if (place !== null && place.textContent !== (message ?? '')) place.textContent = message;
  if (message === null) input.removeAttribute('aria-invalid');
  else input.setAttribute('aria-invalid', 'true');
  return message === null;
};

const messageFor = (input: HTMLInputElement): string | null | undefined => {
  if (input.name === 'data_policy_accepted') return input.checked ? null : CONSENT_MISSING;
  const other = (name: string) =>
    input.form?.querySelector<HTMLInputElement>(`[name="${name}"]`)?.value ?? '';
  return problemOf(input.name, input.value, other);
};
