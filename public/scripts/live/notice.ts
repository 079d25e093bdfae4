/** A stream that is away for this long is worth telling. */
const AFTER_MS = 4_000;

/** Tells that answers do not come by themselves now. */
export const createNotice = (): { isLive(live: boolean): void } => {
  const notice = document.getElementById('offline');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let live = true;

  const show = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (notice !== null) notice.hidden = live && navigator.onLine;
  };
  addEventListener('offline', show);
  addEventListener('online', show);
  show();

  return {
    isLive(now) {
      live = now;
      if (live || !navigator.onLine) show();
      else timer ??= setTimeout(show, AFTER_MS);
    },
  };
};
