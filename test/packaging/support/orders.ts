import { read } from '../../support/monitoring.ts';

/** Either way of giving an order: on a machine with the checkout, and inside an image. */
const CALL = /(?:npx censo|node scripts\/production\/censo\.mjs)\s+([^|\n]+)/;

/** Every order of the command line that a text tells people to give, as the words that the parser gets. */
export const ordersIn = (...path: string[]): string[][] => {
  const blocks: string[] = [];
  const prose = read(...path).replaceAll(/^ *```\w*\n([\s\S]*?)^ *```/gm, (_, block: string) => {
    blocks.push(block);
    return '';
  });
  const lines = blocks.flatMap((block) => block.split('\n').map((line) => line.replace(/\s#\s.*$/, '')));
  const spans = [...prose.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.replaceAll(/\s+/g, ' '));
  return [...lines, ...spans]
    .map((text) => CALL.exec(text)?.[1])
    .filter((order) => order !== undefined)
    .map(wordsOf);
};

/** As a shell takes them apart: double quotes hold a word together. */
const wordsOf = (order: string): string[] =>
  [...order.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
