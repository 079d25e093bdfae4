import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { Separation } from '../../services/scraper/browser/confinement/confinement.ts';
import { startCommand } from '../../services/scraper/browser/confinement/start-command.ts';
import { writeScript } from '../support/browser/script.ts';
import { skipBecause } from '../support/skip.ts';

const run = promisify(execFile);
const SECRET = 'clave-muy-secreta';

/** A scraper with a secret in its environment, and a "browser" of its own that looks for it. */
describe('What is started apart', () => {
  let folder: string;
  let spy: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-apart-'));
    await run('chmod', ['0755', folder]);
    spy = await writeScript(
      join(folder, 'spy'),
      'for p in $SCRAPER; do for f in environ maps mem; do cat /proc/$p/$f 2>&1 | tr "\\0" "\\n"; done; ls -l /proc/$p/fd /proc/$p/cwd /proc/$p/root 2>&1; done; ' +
        'kill -0 $SCRAPER 2>/dev/null && echo may-signal; grep -E "^(Uid|Gid|Groups|CapEff|CapBnd|NoNewPrivs):" /proc/self/status; ls /proc/self/fd | wc -w',
    );
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** @param asUser what the scraper itself is started with, to be no root */
  const spied = async (separation: Separation, asUser: readonly string[] = []): Promise<string> => {
    const { program, env } = startCommand(spy, separation, { PATH: process.env.PATH ?? '' });
    const variables = Object.entries(env).map(([name, value]) => `${name}='${value}'`);
    // The shell is the scraper: it stays, with the secret, while what it started looks at it.
    const scraper = `env -i ${variables.join(' ')} SCRAPER=$$ '${program}' --some-flag; true`;
    const [command = '', ...parameters] = [...asUser, '/bin/sh', '-c', scraper];
    const { stdout } = await run(command, parameters, {
      env: { PATH: process.env.PATH, SECRET },
      timeout: 20_000,
    });
    return stdout;
  };
  const asOrdinaryUser =
    process.getuid?.() === 0 ? ['setpriv', '--reuid=1000', '--regid=1000', '--clear-groups'] : [];

  it('by a user reads nothing of the process that started it, though both are the same user', async () => {
    // The lie detector: without a namespace it does.
    expect(await spied({ kind: 'none' }, asOrdinaryUser)).to.include(SECRET);
    const seen = await spied({ kind: 'namespace' }, asOrdinaryUser);
    expect(seen).to.not.include(SECRET);
    expect(seen).to.include('Permission denied');
    expect(seen)
      .to.match(/NoNewPrivs:\s+1/)
      .and.match(/CapEff:\s+0+$/m);
  });

  it('by root is another user without a group, a capability or a way back', async function () {
    if (process.getuid?.() !== 0) skipBecause(this, 'only root starts another user');
    expect(await spied({ kind: 'none' })).to.include(SECRET);
    const seen = await spied({ kind: 'user', uid: 64_064 });
    expect(seen).to.not.include(SECRET).and.not.include('may-signal');
    expect(seen)
      .to.match(/Uid:\s+64064\s+64064\s+64064\s+64064/)
      .and.match(/Groups:\s*$/m);
    expect(seen)
      .to.match(/CapEff:\s+0+$/m)
      .and.match(/CapBnd:\s+0+$/m)
      .and.match(/NoNewPrivs:\s+1/);
  });
});
