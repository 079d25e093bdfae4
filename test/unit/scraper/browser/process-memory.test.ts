import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { memoryOfTree } from '../../../../services/scraper/browser/process-memory.ts';
import { usePrivateTmp } from '../../../support/browser/private-tmp.ts';
import { skipBecause } from '../../../support/skip.ts';

describe('The memory of a process', () => {
  const tmp = usePrivateTmp();

  /** @param children of each of its threads, as the kernel writes them */
  const addProcess = async (pid: number, status: string, children: Record<number, string>): Promise<void> => {
    for (const [thread, list] of Object.entries(children)) {
      await mkdir(join(tmp.path, `${pid}/task/${thread}`), { recursive: true });
      await writeFile(join(tmp.path, `${pid}/task/${thread}/children`), list);
    }
    await writeFile(join(tmp.path, `${pid}/status`), status);
  };
  const uses = (anon: number, file: number, shmem: number): string =>
    `Name:\tchromium\nVmRSS:\t  ${anon + file + shmem} kB\nRssAnon:\t  ${anon} kB\nRssFile:\t  ${file} kB\nRssShmem:\t   ${shmem} kB\n`;

  it('is what it and all that it started have for themselves, and once what they share', async () => {
    await addProcess(10, uses(100, 1_000, 20), { 10: '20 ', 11: '30 31 ' });
    await addProcess(20, uses(50, 900, 0), { 20: '21 ' });
    await addProcess(21, uses(7, 800, 500), { 21: '' });
    await addProcess(30, 'Name:\tchromium\nState:\tZ (zombie)\n', { 30: '' });
    // 31 ended meanwhile; 40 is somebody else's.
    await addProcess(40, uses(5_000, 5_000, 0), { 40: '' });

    expect(memoryOfTree(10, tmp.path)).to.equal((100 + 50 + 7 + 1_300) * 1_024);
  });

  it('is not known for one that is gone, nor where the system does not tell', () => {
    expect(memoryOfTree(99, tmp.path)).to.equal(undefined);
    expect(memoryOfTree(99, join(tmp.path, 'no-proc'))).to.equal(undefined);
  });

  it('is ours too', function () {
    if (process.platform !== 'linux') skipBecause(this, 'there is no /proc');
    expect(memoryOfTree(process.pid)).to.be.within(30 * 2 ** 20, 10 * 2 ** 30);
  });
});
