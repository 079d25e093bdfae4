import type { Cell, Chapter, Fact } from './chapter.ts';

/** The file for programs, piece by piece: one object, with a key a chapter. */
export async function* writeJson(chapters: readonly Chapter[], made: Date): AsyncGenerator<string> {
  yield `{\n"hecho": ${JSON.stringify(made)}`;
  for (const chapter of chapters) {
    yield `,\n${JSON.stringify(chapter.key)}: `;
    if ('facts' in chapter) yield JSON.stringify(objectOf(chapter.facts));
    else yield* writeList(chapter.entries);
  }
  yield '\n}\n';
}

async function* writeList(entries: AsyncIterable<readonly Fact[]>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const facts of entries) {
    yield before + JSON.stringify(objectOf(facts));
    before = ',\n';
  }
  yield before === '[\n' ? '[]' : '\n]';
}

const objectOf = (facts: readonly Fact[]): Record<string, Cell> =>
  Object.fromEntries(facts.map(([key, , value]) => [key, value]));
