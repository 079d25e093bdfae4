import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join, matchesGlob, relative, sep } from 'node:path';
import { expect } from 'chai';
import { root } from '../support/processes/child.ts';

/** Parts of the repository whose folders each have a line in the map. */
const mapped = ['scripts', 'shared'];

const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
const section = (title: string): string => page.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';

/** Every folder that the map names, as a path. */
const places = (): string[] => {
  const path: string[] = [];
  return [...section('The map').matchAll(/^( *)(\S+)\/ {2,}\S/gm)].map(([, blanks = '', name = '']) => {
    path.splice(blanks.length / 2, Number.POSITIVE_INFINITY, name);
    return path.join('/');
  });
};

const names = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

describe('The page about the architecture', () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Record<string, Record<string, string>>;
  const packages = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
  const rows = section('Packages, and why each is there')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => names(line.split(' | ')[0]));

  it('says of every package why it is there', () => {
    const silent = packages.filter((name) => !rows.some((row) => matchesGlob(name, row)));
    expect(silent).to.deep.equal([]);
  });

  it('speaks of no package that is not there', () => {
    expect(rows.filter((row) => !packages.some((name) => matchesGlob(name, row)))).to.deep.equal([]);
  });

  for (const area of mapped) {
    it(`has every folder of ${area} in its map, and no other`, () => {
      const files = globSync(`${area}/*/**/*.*`, { cwd: root });
      const folders = new Set(files.map((file) => join(area, relative(area, file).split(sep)[0] ?? '')));
      expect(places().filter((place) => place.split('/').slice(0, -1).join('/') === area)).to.have.members([
        ...folders,
      ]);
    });
  }

  it('has the whole repository in its map', () => {
    const there = readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$)/.test(entry.name))
      .map(({ name }) => name);
    expect(places().filter((place) => !place.includes('/'))).to.have.members(there);
  });

  it('names only files and sections that are there', () => {
    const tops = new Set(places().map((place) => place.split('/')[0]));
    const paths = names(page.replaceAll(/^```[\s\S]*?^```/gm, '')).filter(
      (name) => /^[\w./-]+$/.test(name) && name.includes('/') && tops.has(name.split('/')[0]),
    );
    expect(paths.length).to.be.above(10);
    expect(paths.filter((path) => !existsSync(join(root, path)))).to.deep.equal([]);
    const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );
    for (const [, anchor = ''] of page.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).to.include(anchor);
    expect(page).not.to.match(/\]\((?!#)/);
  });
});
