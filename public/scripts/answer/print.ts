/** Buttons that print the page; without a script they are not there. Those that are new on the page begin. */
export const enhancePrint = (): void => {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-print][hidden]')) {
    button.hidden = false;
    button.addEventListener('click', () => print());
  }
};
