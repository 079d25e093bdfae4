/** The page leads away from the target, or its name to where no public page is; the lookup ends with it. */
export class OutOfReachError extends Error {
  override readonly name = 'OutOfReachError';
  /** away: the page itself went elsewhere. private: a name led into a private network. */
  readonly why: 'away' | 'private';

  constructor(why: 'away' | 'private', message: string) {
    super(message);
    this.why = why;
  }
}

/** @param host where the page wanted to go */
export const ledAway = (host: string): OutOfReachError =>
  new OutOfReachError(
    'away',
    `the page leads to ${host.slice(0, 120) || 'an address without a host'}, which is not the source's`,
  );

/** @param host a name that may be asked @param address where it leads */
export const ledInside = (host: string, address: string): OutOfReachError =>
  new OutOfReachError('private', `${host} leads to ${address}, an address of a private network`);
