import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { stampOf } from '../../../../../scripts/production/bundle/stamp.ts';

describe('The stamp of the sources', () => {
  let root = '';
  const write = (name: string, text: string): void => {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), text);
    utimesSync(join(root, name), 1_000, 1_000);
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'censo-stamp-'));
    write('services/one/one.service.ts', 'one');
    write('shared/two.ts', 'two');
    write('package-lock.json', '{}');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const changes: Record<string, () => void> = {
    'a source has another size': () => write('shared/two.ts', 'three'),
    'a source was written again': () => utimesSync(join(root, 'shared/two.ts'), 1_000, 1_001),
    'a source is new': () => write('services/one/deep/three.ts', ''),
    'a source is gone': () => rmSync(join(root, 'services/one/one.service.ts')),
    'packages have other versions': () => write('package-lock.json', '{ }'),
  };
  for (const [change, make] of Object.entries(changes)) {
    it(`is another when ${change}`, () => {
      const before = stampOf(root);
      make();
      expect(stampOf(root)).not.to.equal(before);
    });
  }

  it('stays what it is when something else changes', () => {
    const before = stampOf(root);
    write('test/some.test.ts', 'text');
    write('README.md', 'text');
    expect(stampOf(root)).to.equal(before);
  });
});
