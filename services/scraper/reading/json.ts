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
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // That is the answer: it is no JSON.
  }
};
