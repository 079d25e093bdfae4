/** Of Playwright's ProtocolError: the tab, the browser or the document went while something was asked of it. */
const isGone = (error: unknown): boolean =>
  error instanceof Error &&
  'type' in error &&
  (error.type === 'closed' ||
    error.type === 'crashed' ||
    error.message.includes('Cannot find context with specified id'));

let quiet = false;

/**
 * The patches print an error to the console, with the browser's whole log, whenever a page goes while something
 * is asked of it: at every deadline and every crash. The caller gets that error as well, so those are
 * left out; whatever else the patches or anybody prints stays. (rebrowser-playwright 1.52.0, `frames.js`.)
 */
export const quietPatches = (): void => {
  if (quiet) return;
  quiet = true;
  const print = console.error.bind(console);
  console.error = (...values: unknown[]): void => {
    const [label, error] = values;
    if (typeof label === 'string' && label.startsWith('[rebrowser-patches]') && isGone(error)) return;
    print(...values);
  };
};
