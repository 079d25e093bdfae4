import { save } from '../../ui/save.ts';
import { progressIn } from './progress.ts';
import { readFile } from './read-file.ts';

/** Links that download a list show how far it is, and can be cancelled; without a script they are plain downloads. */
export const enhanceDownloads = (): void => {
  for (const place of document.querySelectorAll<HTMLElement>('[data-downloads]')) {
    const links = [...place.querySelectorAll<HTMLAnchorElement>('a[data-download]')];
    for (const link of links) {
      link.addEventListener('click', (event) => {
        event.preventDefault();
        void download(place, link);
      });
    }
  }
};

const download = async (place: HTMLElement, link: HTMLAnchorElement): Promise<void> => {
  if (place.dataset.busy !== undefined) return;
  place.dataset.busy = '';
  const cancelling = new AbortController();
  const progress = progressIn(place, link.dataset.download === 'csv' ? Number(place.dataset.total) : null);
  progress.begin(() => cancelling.abort());
  try {
    const file = await readFile(link.href, cancelling.signal, progress.moved);
    save(file);
    progress.end('Listo: el archivo quedó en sus descargas.');
  } catch (error) {
    if (cancelling.signal.aborted) progress.end('Descarga cancelada.');
    else progress.end(error instanceof Error && error.name === 'Refused' ? error.message : BROKEN);
  } finally {
    delete place.dataset.busy;
  }
};

const BROKEN =
  'La descarga se interrumpió y el archivo no se guardó, porque estaría incompleto. Intente de nuevo.';
