const SHOWN_MS = 8_000;
const MAX_WAITING = 5;

type Tone = 'good' | 'notice' | 'bad';

interface Message {
  text: string;
  tone: Tone;
  /** What it is about: a newer message about the same takes the older one's place. */
  about: string;
}

/** Says something short that the person asked for, one after the other. */
export interface Toasts {
  say(message: Message): void;
}

export const createToasts = (): Toasts => {
  const region = document.createElement('div');
  region.className = 'toasts';
  region.setAttribute('role', 'status');
  region.setAttribute('aria-live', 'polite');
  // A screen reader only hears what comes into a region that is there already.
  document.body.append(region);
  let waiting: Message[] = [];
  let shown: string | undefined;

  const place = (): void => {
    region.classList.remove('above');
    region.classList.toggle('above', covers(region));
  };
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Node && region.contains(target))) place();
  });

  const showNext = (): void => {
    const next = waiting.shift();
    shown = next?.about;
    region.replaceChildren(...(next === undefined ? [] : [toastOf(next, showNext)]));
    place();
  };

  return {
    say(message) {
      waiting = [...waiting.filter(({ about }) => about !== message.about), message].slice(-MAX_WAITING);
      if (shown === undefined) showNext();
      else if (shown === message.about) {
        waiting.unshift(...waiting.splice(waiting.indexOf(message), 1));
        showNext();
      }
    },
  };
};

/** Whether it lies over what somebody types in. */
const covers = (region: HTMLElement): boolean => {
  const field = document.activeElement;
  if (!field?.matches('input, textarea, select')) return false;
  const [over, under] = [region.getBoundingClientRect(), field.getBoundingClientRect()];
  return over.top < under.bottom && over.bottom > under.top;
};

const toastOf = ({ text, tone }: Message, gone: () => void): HTMLElement => {
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
