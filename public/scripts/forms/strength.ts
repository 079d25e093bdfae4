/** Nobody is asked while somebody types on. */
const PAUSE_MS = 350;

/** The names that the API has for the fields of a form. */
const WORDS = { cedula: 'cedula', nombre_completo: 'nombreCompleto', phone: 'phone' };

interface Judged {
  score: number;
  text: string;
  problem: string | null;
}

/** Shows how strong a new password is while it is typed, as the server judges it; without a script, once it was sent. */
export const enhanceStrength = (): void => {
  for (const place of document.querySelectorAll<HTMLElement>('[data-strength]')) {
    const field = document.getElementById(place.dataset.strength ?? '');
    if (!(field instanceof HTMLInputElement)) continue;
    // Its place is kept, so that no button moves away below a finger.
    place.classList.add('kept');
    say(place, !place.hidden);
    place.hidden = false;
    follow(field, place);
  }
};

const follow = (field: HTMLInputElement, place: HTMLElement): void => {
  let pause: ReturnType<typeof setTimeout> | undefined;
  let asking = new AbortController();
  field.addEventListener('input', () => {
    clearTimeout(pause);
    asking.abort();
    if (field.value === '') {
      say(place, false);
      return;
    }
    asking = new AbortController();
    const { signal } = asking;
    pause = setTimeout(() => {
      // Who cannot be told now is told when the form is sent.
      judge(field, signal).then(
        (judged) => show(place, judged),
        () => undefined,
      );
    }, PAUSE_MS);
  });
};

const judge = async (field: HTMLInputElement, signal: AbortSignal): Promise<Judged> => {
  const body: Record<string, string> = { password: field.value };
  for (const [name, word] of Object.entries(WORDS)) {
    const other = field.form?.elements.namedItem(name);
    if (other instanceof HTMLInputElement && other.value !== '') body[word] = other.value;
  }
  const response = await fetch('/api/v1/password-strength', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok) throw new Error(`answered ${response.status}`);
  // What our own server says.
  return (await response.json()) as Judged;
};

const show = (place: HTMLElement, { score, text, problem }: Judged): void => {
  const [meter] = place.getElementsByTagName('meter');
  // Also the weakest shows something.
  if (meter !== undefined) meter.value = score + 1;
  const [told] = place.getElementsByTagName('small');
  if (told !== undefined) told.textContent = problem === null ? text : `${text}. ${problem}`;
  say(place, true);
};

const say = (place: HTMLElement, isSaid: boolean): void => void place.classList.toggle('unsaid', !isSaid);
