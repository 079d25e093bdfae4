/** The library of passkeys, loaded when the first one is used: with what it needs it is 250 files, a seventh of a start. */
export const webauthn = (): Promise<typeof import('@simplewebauthn/server')> =>
  import('@simplewebauthn/server');
