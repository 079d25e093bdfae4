/** A file as it came, with the name that the server gave it. */
export interface ReceivedFile {
  name: string;
  contents: Blob;
}

/** The server said no, in words for the person. */
class Refused extends Error {
  override readonly name = 'Refused';
}

const LINE_END = 10;
/** Where the portal asks whether it is still the same person. */
const CONFIRM = '/confirmar/';

/**
 * Reads a download to its end, telling after each piece how many bytes and lines came.
 *
 * @throws when it breaks off: then it is no file; `Refused` with the server's sentence
 */
export const readFile = async (
  url: string,
  signal: AbortSignal,
  moved: (bytes: number, lines: number) => void,
): Promise<ReceivedFile> => {
  const response = await fetch(url, { signal });
  const disposition = response.headers.get('content-disposition');
  if (!response.ok || disposition === null || response.body === null) throw await refusal(response);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body.getReader();
  let bytes = 0;
  let lines = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    bytes += value.length;
    for (const byte of value) if (byte === LINE_END) lines += 1;
    moved(bytes, lines);
  }
  const name = /filename="?([\w.-]+)/.exec(disposition)?.[1] ?? 'referidos';
  return { name, contents: new Blob(pieces, { type: response.headers.get('content-type') ?? '' }) };
};

/**
 * The sentence of the server's own page of errors. A login page has none: the session is over. Who has to show first that it
 * is they is led there.
 */
const refusal = async (response: Response): Promise<Error> => {
  if (response.redirected && new URL(response.url).pathname === CONFIRM) {
    location.assign(response.url);
    return new Refused('Confirme primero que es usted.');
  }
  if (response.redirected) return new Refused('Su sesión terminó. Recargue la página e ingrese de nuevo.');
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  return new Refused(page.querySelector('main p')?.textContent ?? 'El portal no pudo preparar el archivo.');
};
