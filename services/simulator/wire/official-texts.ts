/** Not found (seen, word for word). */
export const notFoundText = (nuip: string): string =>
  `El documento de identidad número ${nuip} no se encuentra en el censo para esta elección.`;

/** Cancelled: "no se encuentra habilitado para votar" seen, the sentence around it guessed. */
export const disabledText = (nuip: string): string =>
  `El documento de identidad número ${nuip} no se encuentra habilitado para votar.`;

/** Maintenance (seen). */
export const MAINTENANCE_TEXT = 'La información se encuentra en actualización. Por favor intente más tarde.';

/** Captcha missing or refused (seen; what follows the ellipsis was not). */
export const CAPTCHA_TEXT = 'Marque el cuadro de verificación o captcha!…';

/** The official site's own upstream was too slow (seen). */
export const UPSTREAM_TEXT = 'Curl error: Operation timed out after 15008 milliseconds with 0 bytes received';

/** An outage, with HTTP 200 (seen). */
export const OUTAGE_TEXT = 'Ocurrió un error al procesar su solicitud';

/** Body of a plain HTTP 500, with none of the security event's words (guessed). */
export const SERVER_ERROR_TEXT = 'Internal Server Error';

/** A number that is no cédula (guessed). */
export const INVALID_DOCUMENT_TEXT =
  'El número de documento no es válido. Digite solo números, máximo 10 dígitos.';

/** The notice to the citizen under an active answer (its place and its h3 seen, the words guessed). */
export const NOTICE_TEXT =
  'Señor ciudadano: verifique su puesto y su mesa de votación antes de cada elección.';

/** What a field for a cédula takes: 1 to 10 digits. */
export const DOCUMENT_PATTERN = /^\d{1,10}$/;
