/** A line of a shape, with what belongs to it below. */
export interface Line {
  text: string;
  below: readonly Line[];
}

const MOST_LINES = 150;
const MOST_TEXT = 120;

/** As text: what is below is indented, and neighbours that are alike are one line. */
export const written = (lines: readonly Line[], mostChars: number): string => {
  const out: string[] = [];
  write(lines, '', out);
  const all = out.length > MOST_LINES ? [...out.slice(0, MOST_LINES), '…'] : out;
  let text = '';
  for (const line of all) {
    if (text.length + line.length + 2 > mostChars) return `${text}…`;
    text += `${line}\n`;
  }
  return text.trimEnd();
};

const write = (lines: readonly Line[], indent: string, out: string[]): void => {
  let before: string | null = null;
  let at = 0;
  for (const { text, below } of lines) {
    if (out.length > MOST_LINES) return;
    const one: string[] = [`${indent}${text}`.slice(0, MOST_TEXT)];
    write(below, `${indent}  `, one);
    const whole = one.join('\n');
    if (whole === before) {
      const first = out[at] ?? '';
      if (!first.endsWith(MANY)) out[at] = `${first}${MANY}`;
      continue;
    }
    before = whole;
    at = out.length;
    out.push(...one);
  }
};

const MANY = ' (varias veces)';
