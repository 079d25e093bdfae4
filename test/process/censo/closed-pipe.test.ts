import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { root } from '../../support/processes/child.ts';

describe('An order whose reader has gone, as in `npx censo --help | head -1`,', () => {
  /** What an order leaves behind that nobody listens to. */
  const unheard = async (...order: string[]): Promise<{ code: number | null; stderr: string }> => {
    const child = spawn(process.execPath, [join(root, 'scripts/production/censo.mjs'), ...order], {
      cwd: tmpdir(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    return { code, stderr };
  };

  it('ends without a word', async () => {
    expect(await unheard('--help')).to.deep.equal({ code: 0, stderr: '' });
  });

  it('ends as it would otherwise', async () => {
    expect(await unheard('vuele', '--json')).to.deep.equal({ code: 2, stderr: '' });
  });
});
