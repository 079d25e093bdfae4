/** True for the Registraduría's own hosts, the only ones whose answers are real. */
export const isOfficial = (url: URL): boolean =>
  url.hostname === 'registraduria.gov.co' || url.hostname.endsWith('.registraduria.gov.co');
