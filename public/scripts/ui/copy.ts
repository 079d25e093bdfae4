const SHOWN_MS = 2_500;

/** Buttons that copy a field's text; without a script they are not there. Those that are new on the page begin. */
export const enhanceCopy = (): void => {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy][hidden]')) {
    const field = document.getElementById(button.dataset.copy ?? '');
    const label = button.querySelector('span');
    if (!(field instanceof HTMLInputElement) || label === null) continue;
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        label.textContent = 'Copiado';
      } catch {
        // Not allowed, or not over HTTPS.
        field.select();
        label.textContent = 'Cópielo con Ctrl-C';
      }
      setTimeout(() => {
        label.textContent = 'Copiar';
      }, SHOWN_MS);
    });
  }
};
