/** What a picture of a ticket says; each line may be longer than the picture is wide. */
export interface TicketWords {
  election: string[];
  puesto: string;
  mesa: string;
  address: string[];
  notes: string[];
}

const WIDTH = 1080;
const MARGIN = 72;
const BOX = 220;
/** Fonts that every phone and computer has: nothing is fetched. */
const FAMILY = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
const INK = '#11161f';
const QUIET = '#525866';

type Pen = CanvasRenderingContext2D;

const setFont = (pen: Pen, size: number, weight = 400): void => {
  pen.font = `${weight} ${size}px ${FAMILY}`;
};

/** The lines that a text takes; a word that is wider than all of them is cut. */
const wrapped = (pen: Pen, text: string, width: number): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (pen.measureText(longer).width <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const letter of word) {
      if (line !== '' && pen.measureText(line + letter).width > width) {
        lines.push(line);
        line = '';
      }
      line += letter;
    }
  }
  return line === '' ? lines : [...lines, line];
};

/** Writes lines below each other. @returns where the next one goes */
const write = (
  pen: Pen,
  lines: readonly string[],
  { y, height, ink }: { y: number; height: number; ink: string },
): number => {
  pen.fillStyle = ink;
  pen.textAlign = 'left';
  lines.forEach((line, index) => {
    pen.fillText(line, MARGIN, y + index * height);
  });
  return y + lines.length * height;
};

/** All that is written, beginning at the top. @returns how high it is */
const writeAll = (pen: Pen, words: TicketWords): number => {
  const full = WIDTH - 2 * MARGIN;
  const all = (texts: readonly string[]) => texts.flatMap((text) => wrapped(pen, text, full));
  pen.textBaseline = 'top';
  let y = MARGIN;
  setFont(pen, 34);
  y = write(pen, all(words.election), { y, height: 46, ink: QUIET });
  if (words.election.length > 0) y += 28;
  const top = y;
  setFont(pen, 64, 700);
  const name = wrapped(pen, words.puesto, full - BOX - 48);
  y = write(pen, name, { y, height: 78, ink: INK });
  drawTable(pen, words.mesa, top);
  y = Math.max(y, top + BOX) + 40;
  setFont(pen, 42);
  y = write(pen, all(words.address), { y, height: 58, ink: INK }) + 36;
  setFont(pen, 30);
  return write(pen, all(words.notes), { y, height: 42, ink: QUIET }) + MARGIN;
};

/** The table's number in its box. */
const drawTable = (pen: Pen, mesa: string, top: number): void => {
  const left = WIDTH - MARGIN - BOX;
  pen.strokeStyle = INK;
  pen.lineWidth = 5;
  pen.strokeRect(left, top, BOX, BOX);
  pen.fillStyle = INK;
  pen.textAlign = 'center';
  setFont(pen, 36);
  pen.fillText('Mesa', left + BOX / 2, top + 30);
  setFont(pen, mesa.length > 3 ? 64 : 104, 700);
  pen.fillText(mesa, left + BOX / 2, top + 88, BOX - 24);
};

/** Draws a ticket dark on white, however dark the page is. */
export const drawTicket = (words: TicketWords): HTMLCanvasElement => {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  const pen = canvas.getContext('2d');
  if (pen === null) return canvas;
  // Once to see how high it is: another height begins the canvas anew.
  canvas.height = Math.ceil(writeAll(pen, words));
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  writeAll(pen, words);
  return canvas;
};
