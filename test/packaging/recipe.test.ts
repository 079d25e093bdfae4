import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../shared/config/load.ts';
import { allServices } from '../../shared/contract/services.ts';
import { read } from '../support/monitoring.ts';
import { root, startChild } from '../support/processes/child.ts';

const recipe = read('README.md')
  .split('```')
  .find((block) => block.startsWith('sh\n') && block.includes('censo keys'))
  ?.replace(/^sh\n/, '');

/** Instead of the programs of these names: they note that they were called, and with what. */
const stubs = {
  npx: `shift; echo "$1" >> called; [ "$1" != keys ] || exec node ${root}/scripts/production/censo.mjs "$@"`,
  npm: 'echo "$2" >> called; exec env > "$2"',
};

type Environment = Record<string, string>;

/** Names of files are as whoever follows the recipe has them. */
const environmentOf = (printed: string, folder: string): Environment =>
  Object.fromEntries(
    printed.split('\n').flatMap((line) => {
      const [, name = '', value = ''] = /^(\w+)=(.*)$/.exec(line) ?? [];
      return name === '' ? [] : [[name, name.endsWith('_FILE') ? resolve(folder, value) : value]];
    }),
  );

describe('The README’s recipe of one process a service', () => {
  let folder: string;
  let called: string[];
  const environments: Record<string, Environment> = {};

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-recipe-'));
    const bin = join(folder, 'bin');
    await mkdir(bin);
    for (const [name, does] of Object.entries(stubs))
      await writeFile(join(bin, name), `#!/bin/sh\n${does}\n`, { mode: 0o755 });
    const env = { PATH: `${bin}:${process.env.PATH}` };
    const shell = startChild('bash', ['-ec', `${recipe}\nwait`], { cwd: folder, env });
    expect(await shell.ended, shell.output()).to.equal(0);
    called = (await readFile(join(folder, 'called'), 'utf8')).trim().split('\n');
    for (const name of await readdir(folder))
      if (name.startsWith('start:'))
        environments[name] = environmentOf(await readFile(join(folder, name), 'utf8'), folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('makes keys and tables, and then starts each service once', () => {
    expect(called.slice(0, 2)).to.deep.equal(['keys', 'migrate']);
    expect(called.slice(2)).to.have.members(allServices.map((name) => `start:${name}`));
  });

  for (const name of allServices)
    it(`gives ${name} all that it wants to start`, () => {
      const config = loadConfig(environments[`start:${name}`] ?? {}, [name]);
      expect(config.mode).to.equal('distributed');
    });

  it('gives each a port of its own for its figures', () => {
    const ports = new Set(Object.values(environments).map(({ METRICS_PORT }) => METRICS_PORT));
    expect(ports.size).to.equal(allServices.length);
  });
});
