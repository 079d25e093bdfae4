/** The two official pages that the simulator imitates; "seen" is what a capture or a public client of one had. */
export const profiles = ['consultacenso', 'wsp'] as const;
export type Profile = (typeof profiles)[number];

export const isProfile = (name: string | null): name is Profile => profiles.some((one) => one === name);

/** Path of each profile's form page, the official page's own (seen). */
export const FORM_PATHS: Readonly<Record<Profile, string>> = {
  consultacenso: '/consultar/',
  wsp: '/censo/consultar/',
};
