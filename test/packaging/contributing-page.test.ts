import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { root } from '../support/processes/child.ts';

const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const kinds = new Set(globSync('test/*/**/*.test.ts', { cwd: root }).map((file) => file.split('/')[1] ?? ''));

describe('The page for those who work on the portal', () => {
  it('gives only commands that there are', () => {
    const commands = [...page.matchAll(/`npm run ([\w:]+)`/g)].map(([, name = '']) => name);
    const [, list = ''] = /`npm run test:<kind>`.*one kind: ([\w, ]+)/.exec(page) ?? [];
    const tests = list.split(',').map((kind) => `test:${kind.trim()}`);
    expect(tests.length).to.be.above(5);
    expect(scripts).to.include.all.keys(...commands, ...tests);
  });

  it('says what each kind of test is for', () => {
    for (const kind of kinds) expect(page).to.include(`test/${kind}`);
  });
});
