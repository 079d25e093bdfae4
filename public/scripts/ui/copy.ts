const SHOWN_MS = 2_500;

/** Nobody has a Ctrl key on a phone. */
const BY_HAND = matchMedia('(pointer: coarse)').matches ? 'Mantenga pulsado el enlace' : 'Cópielo con Ctrl-C';

/** The older way, for who is not over HTTPS or does not allow the newer one; what is selected then can be copied by hand. */
const copySelected = (field: HTMLInputElement): boolean => {
  field.focus();
  field.select();
  return document.execCommand('copy');
};

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
        label.textContent = copySelected(field) ? 'Copiado' : BY_HAND;
      }
      setTimeout(() => {
        label.textContent = 'Copiar';
      }, SHOWN_MS);
    });
  }
};
