const SHOWN_MS = 8_000;
const MAX_WAITING = 5;

export type Tone = 'good' | 'bad';

/** Says something short that the person asked for, one after the other. */
export interface Toasts {
  say(text: string, tone: Tone): void;
}

export const createToasts = (): Toasts => {
  const region = document.createElement('div');
  region.className = 'toasts';
  region.setAttribute('role', 'status');
  region.setAttribute('aria-live', 'polite');
  // A screen reader only hears what comes into a region that is there already.
  document.body.append(region);
  const waiting: { text: string; tone: Tone }[] = [];

  const showNext = (): void => {
    const next = waiting.shift();
    if (next !== undefined) region.append(toastOf(next.text, next.tone, showNext));
  };

  return {
    say(text, tone) {
      if (waiting.length >= MAX_WAITING) waiting.shift();
      waiting.push({ text, tone });
      if (region.childElementCount === 0) showNext();
    },
  };
};

const toastOf = (text: string, tone: Tone, gone: () => void): HTMLElement => {
  const toast = document.createElement('div');
  toast.className = `toast ${tone}`;
  const words = document.createElement('p');
  words.textContent = text;
  const close = document.createElement('button');
  close.type = 'button';
  close.textContent = '×';
  close.setAttribute('aria-label', 'Cerrar aviso');
  toast.append(words, close);

  let timer: ReturnType<typeof setTimeout> | undefined;
  const dismiss = (): void => {
    clearTimeout(timer);
    if (!toast.isConnected) return;
    toast.remove();
    gone();
  };
  const hold = (): void => clearTimeout(timer);
  const goOn = (): void => {
    hold();
    if (!toast.matches(':hover, :focus-within')) timer = setTimeout(dismiss, SHOWN_MS);
  };
  close.addEventListener('click', dismiss);
  toast.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') dismiss();
  });
  toast.addEventListener('mouseenter', hold);
  toast.addEventListener('focusin', hold);
  toast.addEventListener('mouseleave', goOn);
  toast.addEventListener('focusout', () => setTimeout(goOn));
  timer = setTimeout(dismiss, SHOWN_MS);
  return toast;
};
