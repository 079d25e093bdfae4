const HIDDEN = '***';

/**
 * Takes out of a line what may be somebody's and stands in no line that we write: what came with an error of a server or a
 * library, or with an address. Ids of ours, moments and hashes stay.
 */
export const masked = (line: string): string =>
  line
    .replace(DATABASE_ERROR, '$1')
    .replace(STATEMENT, '$1 …')
    .replace(ROW, '$1(…)')
    .replace(INPUT, '$1 …')
    .replace(PIECES, (piece, ...rest) => {
      const { kept, query } = rest.at(-1) as Record<string, string | undefined>;
      if (kept !== undefined) return piece;
      return query === undefined ? HIDDEN : `?${HIDDEN}`;
    });

/** The driver's errors begin with their statement, and the values in it. */
const DATABASE_ERROR = /\b(\w+Exception|DatabaseError): .*$/s;
const STATEMENT = /\b(insert into|update|delete from|select)\s+[^\n]*?["(].*$/is;
/** What Postgres says of a row that it refuses, and parsers of what they were given. */
const ROW = /\b(Key \([^)]*\)=|Failing row contains )\(.*$/is;
const INPUT = /\b(invalid input (?:syntax|value) for [^:]+:|Unexpected (?:token|non-whitespace|end)\b).*$/is;

const OWN = '(?:censo|gateway|accounts|census|scraper|simulator)';
const KEPT = [
  String.raw`\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`,
  String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?`,
  // Of the trail's chain, of who was erased, of a trace.
  String.raw`\b(?:\d+:)?[0-9a-f]{64}\b|\b[0-9a-f]{32}\b`,
  // Processes, and events of an outbox or a stream.
  String.raw`\b${OWN}\.[\w.-]+-\d{1,7}\b|\b${OWN}-\d{1,12}\b|#\d+`,
  // Addresses of our own network, and a browser's version.
  String.raw`\b(?:10|127|172|192)(?:\.\d{1,3}){3}\b|\b\d{1,3}\.\d\.\d{4,5}\.\d{1,4}\b`,
  // What is counted, and where in a source.
  String.raw`\b\d{1,12} (?:ms|s|bytes|people)\b|"(?:pid|ms)":\d+|:\d{1,7}:\d{1,7}\b`,
];

const PIECES = new RegExp(
  [
    `(?<kept>${KEPT.join('|')})`,
    String.raw`(?<credentials>(?<=://)[^\s/@"']+(?=@))`,
    String.raw`(?<mail>[^\s@"'<>(),;:=/]+@[^\s@"'<>(),;:/]+\.[^\s@"'<>(),;:/]+)`,
    String.raw`(?<query>\?[^\s"'<>()]*[=&][^\s"'<>()]*)`,
    // However somebody writes a cédula or a telephone: 1.032.456.789, 300 123 4567.
    String.raw`(?<number>\+?\d(?:[ .,'’\-\u00a0]?\d){5,})`,
    // A token is long, of both cases and with a digit; of three parts with points between them.
    String.raw`(?<token>(?=[\w-]*\d)(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{24,}(?:\.[\w-]{10,})*)`,
  ].join('|'),
  'gu',
);
