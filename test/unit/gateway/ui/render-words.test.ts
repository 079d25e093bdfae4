import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const root = join(import.meta.dirname, '../../../..');

/** Where texts for people are, with what each file says. */
const sources = ['templates', 'services', 'shared', 'public/scripts', 'scripts/production'].flatMap(
  (folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:eta|ts)$/.test(name))
      .map((name) => ({ path: join(folder, name), text: readFileSync(join(root, folder, name), 'utf8') })),
);

/** Each line that has it, as `path: line`. */
const linesWith = (what: RegExp, isMeant: (path: string) => boolean = () => true): string[] =>
  sources
    .filter(({ path }) => isMeant(path))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .filter((line) => what.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );

/** A call, a letter, or the office's number: no mobile of a person. */
const TELEPHONE = /^(?:services\/gateway\/requests|templates\/requests|shared\/config\/variables\/consent)/;

describe('The words that people read', () => {
  it('are of a queue that one stands in, never of a tail', () => {
    expect(linesWith(/\bcolas?\b(?!["'])/i)).to.deep.equal([]);
  });

  it('call the number of a person by one name', () => {
    expect(linesWith(/\b[Tt]eléfonos?\b/, (path) => !TELEPHONE.test(path))).to.deep.equal([]);
  });

  it('put no number before a plural without asking whether it is one', () => {
    const things =
      'personas|referidos|respuestas|consultas|eventos|intentos|sesiones|veces|segundos|minutos|horas|días|códigos|solicitudes|cuentas|mensajes';
    const before = new RegExp(`(?:\\}|%>|</strong>) (?:${things})\\b`);
    const asks =
      /=== 1|=== '1'|counted\(|SECONDS|MOST_|_S\b|MINUTE|HOUR|cerca de|timeoutMs|patienceMs|\$\{seconds\} segundos|COUNTED_PLACES|days\.length|waiting\)/;
    expect(
      linesWith(before, (path) => path !== 'shared/person/strength/spanish.ts').filter(
        (line) => !asks.test(line),
      ),
    ).to.deep.equal([]);
  });

  it('choose between one and many in one place', () => {
    expect(linesWith(/[!=]== 1 \? ['`]\p{L}+['`] : ['`](?!tries)\p{L}+['`]/u)).to.deep.equal([]);
  });
});
