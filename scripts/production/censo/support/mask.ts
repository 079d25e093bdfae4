/** Takes out of a text whatever may be somebody's, or a secret. */
export interface Mask {
  /** Of a line that anybody may have written: numbers, addresses and every word that is not the product's own. */
  line(text: string): string;
  /** Of figures in Prometheus' text: numbers stay, labels do not say more than the product's words. */
  metrics(text: string): string;
  /** Of a plan of Postgres: what it costs stays. */
  plan(text: string): string;
  /** Of a row that counts, as JSON: numbers stay. */
  row(row: unknown): string;
}

const HIDDEN = '***';
const MOMENT = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?/;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
/** How Postgres calls an error; nobody's word has this form. */
const SQL_STATE = /^(?:0[08]|2[2-8]|4[024]|5[3-8])[0-9A-Z]{3}$/;
const WITH_UNIT = /^\d{1,6}(?:ms|s|m|h|d|kb|mb|kib|mib|gib)$/i;

const PIECES = new RegExp(
  [
    `(?<moment>${MOMENT.source})`,
    `(?<uuid>${UUID.source})`,
    String.raw`(?<address>[a-z][a-z0-9+.-]*://[^\s"'<>]+)`,
    String.raw`(?<mail>[^\s@"'<>(),;:]+@[^\s@"'<>(),;:]+)`,
    String.raw`(?<ip>\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}|[0-9a-f:]*::[0-9a-f:]+)`,
    // However somebody writes a cédula or a telephone: 1.032.456.789, 300 123 4567.
    String.raw`(?<number>\+?\d(?:\d|[ .,'’\-\u00a0](?=\d)){4,})`,
    String.raw`(?<word>[\p{L}\p{N}]+)`,
  ].join('|'),
  'giu',
);

export const createMask = (secrets: readonly string[], words: ReadonlySet<string>): Mask => {
  const longestFirst = [...secrets].sort((one, other) => other.length - one.length);
  const aliases = new Map<string, string>();
  /** The same one is called the same, so that lines can still be put together. */
  const alias = (kind: string, value: string): string => {
    const known = aliases.get(value) ?? `${kind}-${aliases.size + 1}`;
    aliases.set(value, known);
    return known;
  };
  const withoutSecrets = (text: string): string =>
    longestFirst.reduce((left, secret) => left.replaceAll(secret, HIDDEN), text);
  const isKnown = (word: string): boolean =>
    /^\d{1,4}$/.test(word) || words.has(word.toLowerCase()) || SQL_STATE.test(word) || WITH_UNIT.test(word);

  const line = (text: string): string =>
    withoutSecrets(text).replace(PIECES, (piece, ...rest) => {
      const { moment, uuid, address, ip, word } = rest.at(-1) as Record<string, string | undefined>;
      if (moment !== undefined) return piece;
      if (uuid !== undefined) return alias('id', piece.toLowerCase());
      if (address !== undefined) return `${piece.slice(0, piece.indexOf(':'))}://${HIDDEN}`;
      if (ip !== undefined) return alias('ip', piece);
      return word !== undefined && partsOf(word).every(isKnown) ? piece : HIDDEN;
    });

  return {
    line,
    metrics: (text) =>
      withoutSecrets(text).replaceAll(
        /(\w+)="([^"]*)"/g,
        (_, label: string, value: string) => `${label}="${isBound(label) ? value : line(value)}"`,
      ),
    plan: (text) =>
      text
        .split(COST)
        .map((part) => (COST.test(part) ? part : line(part)))
        .join(''),
    row: (row) =>
      JSON.stringify(row, (_, value: unknown) =>
        typeof value === 'string' && !COUNT.test(value) ? line(value) : value,
      ),
  };
};

const COST = /(\(cost=[\d.]+ rows=\d+ width=\d+\))/;
/** How the driver gives a large number. */
const COUNT = /^\d+(?:\.\d+)?$/;
const isBound = (label: string): boolean => label === 'le' || label === 'quantile';

/** As it is, or as its parts of an identifier. */
const partsOf = (word: string): string[] => word.split(/(?<=\p{Ll})(?=\p{Lu})/u);
