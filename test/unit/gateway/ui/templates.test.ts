import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openTemplates } from '../../../../services/gateway/ui/templates.ts';

describe('A template', () => {
  let views: string;
  before(() => {
    views = mkdtempSync(join(tmpdir(), 'censo-templates-'));
    const write = (name: string, text: string) => writeFileSync(join(views, `${name}.eta`), text);
    write(
      'page',
      "<% layout('./frame', { title: 'T' }) %><%~ include('./part', it) %><%~ include('./part', { own: '2' }) %>",
    );
    write('part', '[<%= it.help() %> <%= it.name %> <%= it.own %>]');
    write('frame', '<%= it.title %> <%= it.name %>:<%~ it.body %>');
    write(
      'rows',
      "<% for (const own of it.rows) { %><%~ include('./part', { ...it, own }) %><% } %><%= it.own %>",
    );
  });
  after(() => rmSync(views, { recursive: true }));
  const show = (name: string, data: object) =>
    openTemplates(views, { help: () => 'h' }, true)(`./${name}`, data);

  it('is taken in with all that is known around it, and what it is given by itself', () => {
    expect(show('page', { name: '<n>', own: '1' })).to.equal('T &lt;n&gt;:[h &lt;n&gt; 1][h &lt;n&gt; 2]');
  });

  it('leaves nothing of what it was given behind', () => {
    expect(show('rows', { name: 'n', rows: ['1', '2'] })).to.equal('[h n 1][h n 2]undefined');
  });
});
