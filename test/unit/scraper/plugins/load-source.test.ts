import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import { loadSource } from '../../../../services/scraper/plugins/load-source.ts';
import { consultacenso } from '../../../../services/scraper/sources/consultacenso/consultacenso.ts';
import { wsp } from '../../../../services/scraper/sources/wsp/wsp.ts';
import { failureOf } from '../../../support/failures.ts';

describe('A source is loaded', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-source-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const write = async (name: string, code: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, code);
    return path;
  };
  const GOOD = `export default { name: 'other', via: 'http', open: () => ({ lookup: async () => ({ kind: 'not_found' }) }) };`;

  it('by its built-in name', async () => {
    expect(await loadSource('consultacenso')).to.equal(consultacenso);
    expect(await loadSource('wsp')).to.equal(wsp);
  });

  it('from a module by its absolute path, and by one from the working directory', async () => {
    const path = await write('good.mjs', GOOD);
    expect(await loadSource(path)).to.include({ name: 'other', via: 'http' });
    expect(await loadSource(`./${relative(process.cwd(), path)}`)).to.include({ name: 'other' });
  });

  it('never by a name that nobody has, even one that every object knows', async () => {
    for (const name of ['other', 'constructor', '__proto__', '']) {
      expect((await failureOf(loadSource(name))).code, name).to.equal('source_not_found');
    }
  });

  it('not from a module that is not there, and says so with its path', async () => {
    const path = join(folder, 'none.ts');
    const error = await failureOf(loadSource(path));
    expect(error.code).to.equal('source_not_found');
    expect(error.message).to.include(path);
    expect((await failureOf(loadSource(folder))).code, 'a folder').to.equal('source_not_found');
  });

  const invalid = {
    'nothing.mjs': 'export const source = {};',
    'class.mjs': 'export default class Source {}',
    'via.mjs': GOOD.replace("'http'", "'ftp'"),
    'name.mjs': GOOD.replace("'other'", "'Other name'"),
    'hosts.mjs': "export default { name: 'other', via: 'http', hosts: ['*'], open: () => ({}) };",
    'open.mjs': "export default { name: 'other', via: 'http' };",
    'syntax.mjs': 'export default {',
    'throws.mjs': "throw new Error('not today');",
    'import.mjs': "import '../sources/missing.mjs'; export default {};",
  };
  for (const [name, code] of Object.entries(invalid)) {
    it(`not from a module that is no source: ${name}`, async () => {
      const error = await failureOf(loadSource(await write(name, code)));
      expect(error.code).to.equal('source_invalid');
      expect(error.message).to.include(name).and.not.include('\n');
    });
  }
});
