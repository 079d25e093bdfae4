import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { root } from '../support/processes/child.ts';

/** Whatever is written here, but for these lines themselves. */
const files = globSync(
  [
    '{services,shared,scripts,public,test,k8s,monitoring,templates,docs}/**/*.{ts,mjs,css,eta,md,yaml,yml,json}',
    '*.{ts,md,yml,json}',
    'Dockerfile',
  ],
  { cwd: root, exclude: ['dist/**', 'package-lock.json', 'test/packaging/references.test.ts'] },
);

describe('What is written in the repository', () => {
  const texts = files.map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

  it('names no page that is not there', () => {
    const named = texts.flatMap(({ file, text }) =>
      [...text.matchAll(/[\w./-]+\.md\b/g)].map(([page]) => ({ file, page })),
    );
    expect(named.length).to.be.above(50);
    const missing = named.filter(({ file, page }) =>
      [root, join(root, dirname(file))].every((home) => !existsSync(join(home, page))),
    );
    expect(missing).to.deep.equal([]);
  });

  it('sends nobody to papers that are not in it', () => {
    const papers = /design notes?\b|facts sheet|page's sheet|\(design[,)]|: design[,)]/i;
    expect(texts.filter(({ text }) => papers.test(text)).map(({ file }) => file)).to.deep.equal([]);
  });
});
