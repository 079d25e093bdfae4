/** Buttons that open the phone's own way to share; where there is none they stay hidden. Those that are new on the page begin. */
export const enhanceShare = (): void => {
  if (!('share' in navigator)) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-share][hidden]')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      const { share: url = '', shareText: text = '' } = button.dataset;
      // Whoever closes the phone's dialog has changed their mind.
      navigator.share({ title: 'Censo Vivo', text, url }).catch(() => undefined);
    });
  }
};
