import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { expect } from 'chai';

const root = join(import.meta.dirname, '../..');
/** What stands by itself: within each, data flows one way. */
const areas: readonly string[] = [
  'public',
  'scripts',
  'services/accounts',
  'services/census',
  'services/gateway',
  'services/scraper',
  'services/simulator',
  'shared',
  ...readdirSync(join(root, 'test')).map((kind) => join('test', kind)),
];
const services = readdirSync(join(root, 'services'));

interface Import {
  from: string;
  to: string;
}

const IMPORT = /(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g;

/** Every import of a file of the project by another, as paths from its root. */
const importsIn = (folder: string): Import[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|mjs)$/.test(file))
    .flatMap((file) => {
      const from = join(folder, file);
      const text = readFileSync(join(root, from), 'utf8');
      return [...text.matchAll(IMPORT)].map(([, path = '']) => ({
        from,
        to: relative(root, resolve(root, dirname(from), path)),
      }));
    });

/** The folder of a file in an area; what lies in the area's own folder stands for itself. */
const folderOf = (area: string, file: string): string => {
  const folder = relative(area, dirname(file));
  return folder === '' ? relative(area, file) : folder;
};
const roomOf = (area: string, file: string): string => relative(area, file).split(sep)[0] ?? '';

/** The ways that lead from a place back to itself, each as the places that it passes. */
const circlesOf = (arrows: readonly Import[]): string[] => {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of arrows) {
    if (from !== to) next.set(from, (next.get(from) ?? new Set()).add(to));
  }
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (place: string, path: readonly string[]): void => {
    const at = path.indexOf(place);
    if (at >= 0) circles.push([...path.slice(at), place].join(' → '));
    if (at >= 0 || done.has(place)) return;
    for (const other of next.get(place) ?? []) walk(other, [...path, place]);
    done.add(place);
  };
  for (const place of next.keys()) walk(place, []);
  return circles;
};

const circlesBetween = (area: string, placeOf: (area: string, file: string) => string): string[] =>
  circlesOf(
    importsIn(area)
      .filter(({ to }) => to.startsWith(area + sep))
      .map(({ from, to }) => ({ from: placeOf(area, from), to: placeOf(area, to) })),
  );

/** Names of the modules and folders in a folder; a service's table of contents is called by its service. */
const modulesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).map((entry) => entry.replace(/(\.service)?\.(ts|mjs)$/, '')) : [];

/** Whether a test stands where what it tests does: by the name of a module or folder there, and an aspect of it. */
const hasModule = (test: string): boolean => {
  const name = basename(test, '.test.ts');
  const folder = dirname(test);
  return [join('services', folder), join('shared', folder), folder]
    .flatMap((home) => modulesIn(join(root, home)))
    .some((module) => name === module || name.startsWith(`${module}-`));
};

describe('the architecture', () => {
  it('is seen: a circle is found where there is one', () => {
    const arrows = ['ab', 'bc', 'ca', 'cd'].map(([from = '', to = '']) => ({ from, to }));
    expect(circlesOf(arrows)).to.deep.equal(['a → b → c → a']);
    expect(importsIn('shared').length).to.be.greaterThan(200);
  });

  for (const area of areas) {
    it(`has no circle of folders in ${area}`, () => {
      expect(circlesBetween(area, folderOf)).to.deep.equal([]);
    });

    it(`has no circle of files in ${area}`, () => {
      expect(circlesBetween(area, (_, file) => file)).to.deep.equal([]);
    });

    it(`has no circle of rooms in ${area}`, () => {
      expect(circlesBetween(area, roomOf)).to.deep.equal([]);
    });
  }

  for (const service of services) {
    it(`lets ${service} import no other service`, () => {
      const own = join('services', service) + sep;
      const foreign = importsIn(own).filter(
        ({ to }) => !to.startsWith(own) && !to.startsWith(`shared${sep}`),
      );
      expect(foreign).to.deep.equal([]);
    });
  }

  it('lets shared/ import no service', () => {
    expect(importsIn('shared').filter(({ to }) => to.startsWith(`services${sep}`))).to.deep.equal([]);
  });

  it('lets a kind of tests import nothing of another kind, but for the kit of sources', () => {
    const foreign = importsIn('test').filter(({ from, to }) => {
      const [, kind = ''] = from.split(sep);
      const [top, other = ''] = to.split(sep);
      return top === 'test' && ![kind, 'support', kind === 'support' ? '' : 'source-kit'].includes(other);
    });
    expect(foreign).to.deep.equal([]);
  });

  it('has every unit test at the path of its module', () => {
    const tests = readdirSync(join(root, 'test/unit'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts'))
      .filter((file) => join(root, 'test/unit', file) !== import.meta.filename);
    expect(tests.length).to.be.greaterThan(100);
    expect(tests.filter((file) => !hasModule(file))).to.deep.equal([]);
  });

  it('lets no unit test start a browser', () => {
    const starters =
      /^test\/(source-kit\/bench|support\/(browser\/light-browser|pages\/browser)|browser\/.*)\.ts$|\/browser\/drivers\/(?!quiet)/;
    const starting = importsIn('test/unit').filter(({ to }) => starters.test(to));
    expect(starting).to.deep.equal([]);
  });

  it("lets the browser's side import shared/ only", () => {
    const foreign = importsIn('public').filter(({ to }) => !/^(public|shared)\//.test(to));
    expect(foreign).to.deep.equal([]);
  });
});
