import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { installFolder } from '../../../../services/scraper/browser/install-folder.ts';
import { usePrivateTmp } from '../../../support/browser/private-tmp.ts';
import { eventually } from '../../../support/eventually.ts';
import { failureOf } from '../../../support/failures.ts';
import { skipBecause } from '../../../support/skip.ts';

describe('A folder that is installed', () => {
  const tmp = usePrivateTmp();
  const target = (): string => join(tmp.path, 'cache', 'browser-1');
  const fill = (text: string) => (staging: string) => writeFile(join(staging, 'program'), text);
  const program = (): Promise<string> => readFile(join(target(), 'program'), 'utf8');
  const siblings = (): Promise<string[]> => readdir(join(tmp.path, 'cache'));

  it('is filled once and then reused', async () => {
    expect(await installFolder(target(), fill('first'))).to.deep.equal({ reused: false });
    expect(await installFolder(target(), fill('second'))).to.deep.equal({ reused: true });
    expect(await program()).to.equal('first');
  });

  it('appears only when it is whole', async () => {
    await installFolder(target(), async (staging) => {
      await fill('half')(staging);
      expect(await siblings()).to.not.include('browser-1');
      await fill('whole')(staging);
    });
    expect(await program()).to.equal('whole');
  });

  it('is the very one that was filled, under its new name: a copy could be seen half done', async () => {
    const filled = Promise.withResolvers<number>();
    await installFolder(target(), async (staging) => filled.resolve((await stat(staging)).ino));
    expect((await stat(target())).ino).to.equal(await filled.promise);
  });

  it('does not appear when filling it fails, and nothing is left', async () => {
    const error = await failureOf(installFolder(target(), () => Promise.reject(new Error('disk full'))));
    expect(error.message).to.equal('disk full');
    expect(await siblings()).to.deep.equal([]);
  });

  it('comes from one of several that fill it at the same time; the others use that one', async () => {
    const both = Promise.withResolvers<void>();
    let filling = 0;
    const together = (text: string) => async (staging: string) => {
      await fill(text)(staging);
      filling += 1;
      if (filling === 2) both.resolve();
      await both.promise;
    };

    const results = await Promise.all(['a', 'b'].map((text) => installFolder(target(), together(text))));

    expect(results.filter(({ reused }) => reused)).to.have.length(1);
    expect(await siblings()).to.deep.equal(['browser-1']);
    expect(await program()).to.be.oneOf(['a', 'b']);
  });

  describe('while an earlier process was killed halfway', () => {
    const rest = async (): Promise<string[]> =>
      (await siblings().catch(() => [])).filter((name) => name.includes('.part-')); // the parent comes later

    beforeEach(async () => {
      const module = new URL('../../../../services/scraper/browser/install-folder.ts', import.meta.url);
      const code = `const { installFolder } = await import(${JSON.stringify(module.href)});
        setInterval(() => {}, 1000);
        await installFolder(${JSON.stringify(target())}, () => new Promise(() => {}));`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', code]);
      await eventually('the child fills its folder', async () => (await rest()).length === 1);
      child.kill('SIGKILL');
      await once(child, 'exit');
    });

    it('is installed all the same; what is left may belong to one that still works', async () => {
      expect(await installFolder(target(), fill('whole'))).to.deep.equal({ reused: false });
      expect(await rest()).to.have.length(1);
    });

    it('is installed, and what is left goes when it is an hour old', async () => {
      for (const name of await rest()) await utimes(join(tmp.path, 'cache', name), 0, 0);
      await installFolder(target(), fill('whole'));
      expect(await rest()).to.deep.equal([]);
    });
  });

  it('is refused when others may change it, or when it is a link', async () => {
    await mkdir(target(), { recursive: true });
    await chmod(target(), 0o777);
    expect((await failureOf(installFolder(target(), fill('ours')))).message).to.include(target());

    const link = join(tmp.path, 'cache', 'link');
    await symlink(tmp.path, link);
    expect((await failureOf(installFolder(link, fill('ours')))).message).to.include(link);
  });

  it('is refused when it belongs to another user', async function () {
    if (process.getuid?.() !== 0) skipBecause(this, 'only root can give a folder away');
    await mkdir(target(), { recursive: true, mode: 0o700 });
    await chown(target(), 65534, 65534);
    expect((await failureOf(installFolder(target(), fill('ours')))).message).to.include(target());
  });
});
