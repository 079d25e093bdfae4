import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const folder = join(import.meta.dirname, '../../../templates');

describe('The fields of every page', () => {
  const templates = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.eta'),
  );

  it('cut nothing of what is typed or pasted, and let a browser judge no text: limits are said by the rules', () => {
    expect(templates).to.include('account/register.eta');
    for (const name of templates)
      expect(readFileSync(join(folder, name), 'utf8'), name).not.to.match(
        /maxlength|\bpattern=|type(?:="|: ')(?:number|date)/i,
      );
  });
});
