/** What stands between the browser and the scraper, which knows passwords and keys. */
export type Separation =
  /** Another user: nothing of the scraper's can be read. Only root can start one. */
  | { kind: 'user'; uid: number }
  /** A user namespace: the scraper's environment, memory and open files cannot be read; its user's files can. */
  | { kind: 'namespace' }
  | { kind: 'none' };

/** How a browser is shut in. */
export interface Confinement {
  separation: Separation;
  /** Whether Chromium shuts its tabs in itself: they then see no file, no network and no other process. */
  sandbox: boolean;
}

/** What is known without having tried anything: Chromium refuses to start its sandbox as root. */
export const unconfined = (uid = process.getuid?.()): Confinement => ({
  separation: { kind: 'none' },
  sandbox: uid !== 0,
});

/** Whether nothing more could be asked for. */
export const isWhole = ({ separation, sandbox }: Confinement): boolean =>
  sandbox && separation.kind !== 'none';
