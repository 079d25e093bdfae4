import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startEmbeddedPostgres } from '../../../shared/persistence/embedded-postgres.ts';
import { giveOrder, runCenso } from '../../support/processes/command-line.ts';
import { silentLog } from '../../support/servers/postgres.ts';

describe('The command line, on the embedded Postgres', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-embedded-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  const run = (...order: string[]) => giveOrder([...order, '--json'], { DATA_DIR: folder });

  it('says that there are no data yet, and makes none', async () => {
    const { code, stdout } = await run('queue', 'status');
    expect(code).to.equal(1);
    expect(stdout).to.include('no_data');
  });

  it('makes them when it is told to migrate, and finds them again when nothing runs', async () => {
    // As a process: it has to stop what it started, and end.
    expect((await runCenso(['migrate'], { DATA_DIR: folder })).code).to.equal(0);
    expect((await run('queue', 'status')).code).to.equal(0);
  });

  it('uses the Postgres of a portal that runs, and leaves it running', async () => {
    const portal = await startEmbeddedPostgres(folder, silentLog);
    try {
      const { code, stdout } = await run('queue', 'pause', '--por', 'Olga Turno', '--motivo', 'Corte de luz');
      expect(code, stdout).to.equal(0);
      expect((await run('queue', 'status')).stdout).to.include('Corte de luz');
    } finally {
      await portal.stop();
    }
  });
});
