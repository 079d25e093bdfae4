/** Buttons that show and hide what is typed into a password field; without a script they are not there. */
export const enhanceReveal = (): void => {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-reveal]')) {
    const field = document.getElementById(button.dataset.reveal ?? '');
    if (!(field instanceof HTMLInputElement)) continue;
    button.hidden = false;
    const show = (shown: boolean): void => {
      field.type = shown ? 'text' : 'password';
      button.setAttribute('aria-pressed', String(shown));
      button.setAttribute('aria-label', shown ? 'Ocultar lo escrito' : 'Mostrar lo escrito');
    };
    button.addEventListener('click', () => show(field.type === 'password'));
    // A browser keeps no password of a field that shows it.
    field.form?.addEventListener('submit', () => show(false));
  }
};
