/**
 * Where the official pages load parts from. Other hosts of the Registraduría were not seen to be needed, but a page that
 * moves a part of itself to one of them overnight must go on working.
 */
export const PAGE_PARTS: readonly string[] = [
  '*.registraduria.gov.co',
  // reCAPTCHA (seen), and its other address.
  'www.google.com',
  'www.gstatic.com',
  'www.recaptcha.net',
  // Turnstile (seen).
  'challenges.cloudflare.com',
  // Scripts and styles of such pages (guessed). What is missing here is told by the log, and named in BROWSER_HOSTS.
  'ajax.googleapis.com',
  'fonts.googleapis.com',
  'fonts.gstatic.com',
  'cdn.jsdelivr.net',
  'cdnjs.cloudflare.com',
  'code.jquery.com',
  'maxcdn.bootstrapcdn.com',
  'stackpath.bootstrapcdn.com',
  'unpkg.com',
];
