import type { ConsentConfig } from '../../../../shared/config/config.ts';
import { fold } from '../../../../shared/person/text/fold.ts';
import { brokenText } from './parse-text.ts';

/** What stands in a text as `{{NIT}}`, and comes from the configuration. */
const fieldsOf = (given: ConsentConfig): Record<string, string> => ({
  RESPONSABLE: given.name,
  NIT: given.nit,
  DIRECCION: given.address,
  CORREO: given.mail,
  TELEFONO: given.phone,
  AREA: given.area,
  CONSERVACION: given.retention,
  TRANSFERENCIA: given.transfer,
});

/** What a policy must have a heading of, in whichever words around it. */
const HEADINGS = ['finalidades', 'sensibles', 'derechos', 'conservacion', 'transferencia', 'autoridad'];
const AUTHORITY = 'superintendencia de industria y comercio';

/**
 * Puts what the configuration says into a text.
 *
 * @throws AppError `policy_text` for a field that nobody knows
 */
export const fillText = (file: string, body: string, given: ConsentConfig): string => {
  const fields = fieldsOf(given);
  const filled = body.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = fields[name];
    if (value === undefined)
      throw brokenText(file, `no hay {{${name}}}; hay ${Object.keys(fields).join(', ')}`);
    return value;
  });
  if (filled.includes('{{')) throw brokenText(file, 'tiene un {{ que no se cierra');
  return filled;
};

/**
 * Looks whether a text has what the law demands of the one that people decide on.
 *
 * @throws AppError `policy_text` that names the first thing that is missing
 */
export const assertComplete = (file: string, body: string, given: ConsentConfig): void => {
  for (const name of Object.keys(fieldsOf(given)))
    if (!body.includes(`{{${name}}}`)) throw brokenText(file, `falta {{${name}}}`);
  const headings = fold(
    body
      .split('\n')
      .filter((line) => line.startsWith('#'))
      .join('\n'),
  );
  for (const heading of HEADINGS)
    if (!headings.includes(heading)) throw brokenText(file, `falta un título que diga «${heading}»`);
  if (!fold(body).includes(AUTHORITY))
    throw brokenText(file, 'no nombra a la Superintendencia de Industria y Comercio');
};
