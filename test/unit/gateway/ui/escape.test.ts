import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { escapeHtml } from '../../../../services/gateway/ui/escape.ts';

describe('A value in a page', () => {
  for (const [what, value, html] of [
    ['a name', 'María Núñez', 'María Núñez'],
    ['a tag', '<b title="x">\'&amp;', '&lt;b title=&quot;x&quot;&gt;&#39;&amp;amp;'],
    ['a dash and an apostrophe', '1–25 de D’Angelo', '1&#8211;25 de D&#8217;Angelo'],
    ['a character of two halves', 'sí 👍.', 'sí &#128077;.'],
    ['half of a character', 'a\ud83d', 'a&#55357;'],
    ['a number', 7, '7'],
    ['nothing', undefined, 'undefined'],
  ] as const)
    it(`is what a browser reads as the same text: ${what}`, () => {
      expect(escapeHtml(value)).to.equal(html);
    });
});

describe('A template', () => {
  it('has no character that would have its whole page kept with two bytes for each', () => {
    const folder = join(import.meta.dirname, '../../../../templates');
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.eta'),
    );
    expect(names).to.have.length.greaterThan(50);
    const wide = names.filter((name) => /[^\0-\xff]/.test(readFileSync(join(folder, name), 'utf8')));
    expect(wide).to.deep.equal([]);
  });
});
