/** Refresh buttons count down to the moment when they may be used; those that are new on the page begin. */
export const enhanceCountdowns = (): void => {
  const buttons = document.querySelectorAll<HTMLButtonElement>('[data-free-at]:not([data-counting])');
  for (const button of buttons) {
    button.dataset.counting = '';
    tick(button);
  }
};

const tick = (button: HTMLButtonElement): void => {
  const seconds = Math.ceil((Date.parse(button.dataset.freeAt ?? '') - Date.now()) / 1_000);
  button.disabled = seconds > 0;
  const label = button.querySelector('span');
  if (label !== null) label.textContent = seconds > 0 ? `Actualizar en ${seconds} s` : 'Actualizar';
  if (seconds > 0 && button.isConnected) setTimeout(() => tick(button), 1_000);
};
