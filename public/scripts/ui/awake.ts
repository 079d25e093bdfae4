/** On a page that others look at, the screen stays on for as long as it is seen; where a browser cannot, nothing happens. */
export const stayAwake = (): void => {
  if (!('wakeLock' in navigator) || document.querySelector('[data-awake]') === null) return;
  const ask = (): void => {
    // Refused on an empty battery.
    if (document.visibilityState === 'visible') navigator.wakeLock.request('screen').catch(() => undefined);
  };
  // It ends whenever the page is hidden.
  document.addEventListener('visibilitychange', ask);
  ask();
};
