import { counted } from '../../../../shared/plural.ts';

const whole = new Intl.NumberFormat('es-CO', { useGrouping: true, maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('es-CO', { maximumFractionDigits: 1 });

/** A screen reader need not hear every piece. */
const SPEAK_EACH_MS = 1_000;

export interface Progress {
  begin(cancel: () => void): void;
  moved(bytes: number, lines: number): void;
  end(message: string): void;
}

/** The progress of one download; with a total it counts lines, else (a compressed file has none) only bytes. */
export const progressIn = (place: HTMLElement, total: number | null): Progress => {
  const box = place.querySelector<HTMLElement>('.download-progress');
  const bar = box?.querySelector('progress');
  const words = box?.querySelector('p');
  const button = box?.querySelector('button');
  if (!box || !bar || !words || !button) throw new Error('no place for the progress of a download');
  let spokenAt = 0;

  return {
    begin(cancel) {
      box.hidden = false;
      bar.hidden = false;
      button.hidden = false;
      bar.removeAttribute('value');
      button.onclick = cancel;
      words.textContent = 'Preparando el archivo…';
    },
    moved(bytes, lines) {
      if (total !== null) {
        bar.max = total;
        bar.value = Math.min(lines, total);
      }
      const now = performance.now();
      if (now - spokenAt < SPEAK_EACH_MS) return;
      spokenAt = now;
      const size = `${tenths.format(bytes / 1_000_000)} MB`;
      words.textContent =
        total === null
          ? `${size} recibidos`
          : `${whole.format(Math.min(lines, total))} de ${counted(total, 'persona', 'personas')} (${size})`;
    },
    end(message) {
      bar.hidden = true;
      button.hidden = true;
      words.textContent = message;
    },
  };
};
