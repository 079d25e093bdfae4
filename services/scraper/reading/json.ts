import { z } from 'zod';

/** Yes or no, also from servers that write it as a word or a number. */
export const flag = z
  .union([z.boolean(), z.literal(['true', 'false', 'True', 'False', '1', '0', 1, 0])])
  .transform(
    (value) => value === true || value === 1 || (typeof value === 'string' && /^(true|1)$/i.test(value)),
  );

/**
 * Parses a body as JSON. A byte order mark is left out, and JSON that came as a JSON string is opened once.
 *
 * @returns undefined for what is no JSON
 */
export const parseJson = (body: string): unknown => {
  const value = parse(body.replace(/^\ufeff/, ''));
  return typeof value === 'string' && /^\s*\{/.test(value) ? parse(value) : value;
};

const parse = (text: string): unknown => {
  // To throw costs more than to read: an object that was cut is seen before.
  if (/^\s*\{/.test(text) && !/\}\s*$/.test(text.slice(-20))) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // That is the answer: it is no JSON.
  }
};
