import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const ROOT = join(import.meta.dirname, '../../../..');

/** What a template says, without its code and its tags. */
const textsOf = (source: string): string =>
  source
    .replace(/<%[\s\S]*?%>/g, (code) => [...code.matchAll(/'[^']*'|`[^`]*`/g)].join(' '))
    .replace(/<[^>]+>/g, ' ');

/** What a module says to people: its Spanish strings, not its addresses. */
const stringsOf = (source: string): string =>
  [...source.matchAll(/'(?:[^'\\\n]|\\.)*'|`[^`]*`/g)].filter(([text]) => text.includes(' ')).join('\n');

const said = ['templates', 'services', 'shared', 'public/scripts', 'scripts/production'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:eta|ts)$/.test(name))
    .map((name) => {
      const source = readFileSync(join(ROOT, folder, name), 'utf8');
      return { file: `${folder}/${name}`, text: name.endsWith('.eta') ? textsOf(source) : stringsOf(source) };
    }),
);

/** Where each word is said. */
const saying = (word: RegExp): string[] =>
  said.flatMap(({ file, text }) => (word.test(text) ? [`${file}: ${word.exec(text)?.[0]}`] : []));

describe('What people are told', () => {
  it('calls the row in which lookups wait a "fila" everywhere', () => {
    expect(saying(/(?<!\p{L})colas?(?!\p{L})/iu)).to.deep.equal([]);
  });

  it('calls a person’s number a "celular", and a telephone only what an office has', () => {
    const offices = [
      // A request that came by a call, and the number of who answers for the data.
      'templates/requests/receive.eta: teléfono',
      'shared/config/variables/consent.ts: Teléfono',
    ];
    expect(saying(/(?<!\p{L})teléfonos?(?!\p{L})/iu).filter((one) => !offices.includes(one))).to.deep.equal(
      [],
    );
  });

  it('chooses between one and many in one place', () => {
    const choosing = said.filter(
      ({ file }) => file !== 'shared/plural.ts' && !file.startsWith('services/simulator/'),
    );
    const found = choosing.flatMap(({ file }) => {
      const source = readFileSync(join(ROOT, file), 'utf8');
      return [...source.matchAll(/[!=]== 1 \? ['`]\p{L}+['`] : ['`](?!tries)\p{L}+['`]/gu)].map(
        ([code]) => `${file}: ${code}`,
      );
    });
    expect(found).to.deep.equal([]);
  });
});
