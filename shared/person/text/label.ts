/** Also the sign by which a spreadsheet keeps digits as text, `="1020304050"`, and what a chat makes bold. */
const BEFORE = '["#\u2116:\u201c\u201d\u00ab =*_~]*';
const BEHIND = '[\\s.:#\u00b0\u00ba\u00aa\u2116-]*';

/** What stands before a number and only says which one it is: `C.C. No.`, `Tel.:`; `words` are patterns, folded. */
const labelOf = (words: readonly string[]): RegExp =>
  new RegExp(`^${BEFORE}(?:(?:${words.join('|')})(?![a-z])${BEHIND})*`);

const CEDULA_WORDS = [
  'c ?\\.? ?c',
  'cedula',
  'ced',
  'de',
  'ciudadania',
  'nuip',
  'documento',
  'doc',
  'identidad',
  'identificacion',
  'd ?\\.? ?i',
  'numero',
  'num',
  'nro',
  'no',
  'n',
  // As a telephone makes a link of any long number.
  'tel(?=:)',
];

const PHONE_WORDS = [
  'telefono',
  'tel',
  'celular',
  'cel',
  'movil',
  'fijo',
  'whatsapp',
  'wpp',
  'wsp',
  'contacto',
  'numero',
  'num',
  'nro',
  'no',
  'n',
];

export const CEDULA_LABEL = labelOf(CEDULA_WORDS);
export const PHONE_LABEL = labelOf(PHONE_WORDS);

const INSIDE = new RegExp(
  `(^| )(?:(?:${[...CEDULA_WORDS, ...PHONE_WORDS].join('|')})(?![a-z])${BEHIND})+(?=[+(]{0,2}\\d)`,
  'g',
);

/** A text without the labels of the numbers in it. */
export const withoutLabels = (text: string): string => text.replace(INSIDE, '$1');

/** Of a number that nothing but a quote stands before. */
export const NO_LABEL = new RegExp(`^${BEFORE}`);
