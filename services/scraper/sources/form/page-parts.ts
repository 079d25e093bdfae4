/**
 * Where the official pages load parts from. Not other hosts of the Registraduría: none was seen to be needed, and each is
 * one more place to be led to.
 */
export const PAGE_PARTS: readonly string[] = [
  // reCAPTCHA (seen) and its other address, hCaptcha has never been there.
  'www.google.com',
  'www.gstatic.com',
  'www.recaptcha.net',
  // Turnstile (seen).
  'challenges.cloudflare.com',
  // Scripts and styles of such pages (guessed). What is missing here is told by the log, and named in BROWSER_HOSTS.
  'ajax.googleapis.com',
  'fonts.googleapis.com',
  'cdn.jsdelivr.net',
  'cdnjs.cloudflare.com',
  'code.jquery.com',
  'maxcdn.bootstrapcdn.com',
  'stackpath.bootstrapcdn.com',
  'unpkg.com',
];
