import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { root, startChild } from '../support/processes/child.ts';
import { skipBecause } from '../support/skip.ts';

const MODULE = pathToFileURL(join(root, 'scripts/development/memory-folder.ts')).href;

/** A process that makes one, says where, and waits. */
const maker = () =>
  startChild(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { makeMemoryFolder } from '${MODULE}';
     process.once('SIGTERM', () => process.exit(0));
     console.log('folder: ' + makeMemoryFolder('censo-test-of-tests'));
     setInterval(() => {}, 60_000);`,
  ]);
const folderOf = async (child: ReturnType<typeof maker>): Promise<string> => {
  await child.printed(/folder: .*\n/);
  return /folder: (.*)\n/.exec(child.output())?.[1] ?? '';
};

describe('A folder in memory', () => {
  it('is there while its process lives, and goes with it; who was killed leaves it to the next', async function () {
    const killed = maker();
    const orphan = await folderOf(killed);
    if (orphan === 'undefined') {
      await killed.stop();
      skipBecause(
        this,
        'this machine keeps no files in memory, has too little of it, or starts nothing there',
      );
    }
    expect(existsSync(orphan)).to.equal(true);
    killed.kill('SIGKILL');
    await killed.ended;
    expect(existsSync(orphan), 'of a process that was killed').to.equal(true);

    const orderly = maker();
    const folder = await folderOf(orderly);
    expect([existsSync(orphan), existsSync(folder)]).to.deep.equal([false, true]);
    await orderly.stop();
    expect(existsSync(folder)).to.equal(false);
  });
});
