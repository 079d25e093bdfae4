import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { root } from '../support/processes/child.ts';

interface Row {
  number: string;
  level: string;
  subject: string;
  state: string;
  where: string;
}

const page = readFileSync(join(root, 'docs/security.md'), 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');
/** The numbers of ASVS 5.0.0 by level; its words are OWASP's. */
const asvs = JSON.parse(readFileSync(join(root, 'test/packaging/support/asvs-5.0.0.json'), 'utf8')) as Record<
  string,
  string[]
>;

const rows: Row[] = page
  .split('\n')
  .filter((line) => /^\| \d+\.\d+\.\d+ \|/.test(line))
  .map((line) => {
    const [number = '', level = '', subject = '', state = '', where = ''] = line.slice(2, -2).split(' | ');
    return { number, level, subject, state, where };
  });

/** Requirements that something be written down: the paper itself is what meets them. */
const isAboutPapers = ({ number }: Row): boolean => /^\d+\.1\.\d+$/.test(number);

const named = (where: string): string[] =>
  [...where.matchAll(/`([^`]+)`/g)]
    .map(([, name = '']) => name)
    .filter((name) => /^[\w-][\w./-]*\/[\w./-]+$|^[\w.-]+\.(?:md|json|yml|ts|example)$/.test(name));

const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
  title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-'),
);

describe('The page about security', () => {
  it('answers every requirement of ASVS 5.0, level 1 and 2, once, in its order', () => {
    const of = (level: string) => rows.filter((row) => row.level === level).map(({ number }) => number);
    expect(of('1')).to.deep.equal(asvs['1']);
    expect(of('2')).to.deep.equal(asvs['2']);
    expect(rows).to.have.lengthOf(253);
  });

  it('says of each what it asks, how it stands, and where or why', () => {
    for (const { number, subject, state, where } of rows) {
      expect(state, number).to.be.oneOf(['met', 'design', 'operator', 'n/a', 'open']);
      expect(subject, number).to.have.length.greaterThan(3);
      expect(where, number).to.have.length.greaterThan(5);
    }
  });

  it('names for what is met a test, or for what was to be written down the place', () => {
    const proofless = rows
      .filter(({ state }) => state === 'met')
      .filter((row) => {
        const test = named(row.where).some((file) => /^test\/.*\.test\.ts$/.test(file));
        return !test && !(isAboutPapers(row) && /\]\(#|`[\w./]+\.md`/.test(row.where));
      });
    expect(proofless.map(({ number }) => number)).to.deep.equal([]);
  });

  it('names a place for what is so by design', () => {
    const placeless = rows.filter(({ state, where }) => state === 'design' && named(where).length === 0);
    expect(placeless.map(({ number }) => number)).to.deep.equal([]);
  });

  it('names only files and sections that are there', () => {
    const files = named(page);
    expect(files.length).to.be.above(150);
    expect(files.filter((file) => !existsSync(join(root, file)))).to.deep.equal([]);
    const asked = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
    expect(asked.filter((anchor) => !anchors.includes(anchor))).to.deep.equal([]);
  });
});
