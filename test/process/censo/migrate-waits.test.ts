import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { prepareCluster } from '../../../shared/persistence/embedded/cluster.ts';
import { serverUrl, startServer } from '../../../shared/persistence/embedded/server.ts';
import { root, startChild } from '../../support/processes/child.ts';
import { runCenso } from '../../support/processes/command-line.ts';
import { unusedPort } from '../../support/processes/unused-port.ts';

describe('censo migrate, before Postgres is up', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-migrate-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('says that it waits, and migrates once it is there', async () => {
    const cluster = await prepareCluster(folder);
    const port = await unusedPort();
    const migrating = startChild(process.execPath, [join(root, 'scripts/production/censo.mjs'), 'migrate'], {
      env: { DATABASE_URL: serverUrl(cluster, port) },
      cwd: folder,
    });
    try {
      await migrating.printed(/waiting for Postgres \(0 of 60 s\): .*ECONNREFUSED/);
      const postgres = await startServer(cluster, port);
      try {
        expect(await migrating.ended, migrating.output()).to.equal(0);
        expect(migrating.output()).to.match(
          /Postgres is there after \d+ s\n(?:.*\n)*La base de datos quedó al día:/,
        );
      } finally {
        await postgres.stop();
      }
    } finally {
      await migrating.stop();
    }
  });

  it('gives up after START_TIMEOUT_S with 3, and says why in one line, without a password', async () => {
    const url = `postgres://censo:muy-secreta@127.0.0.1:${await unusedPort()}/postgres`;
    const env = { DATABASE_URL: url, START_TIMEOUT_S: '1' };
    const { code, stderr, stdout, json } = await runCenso(['migrate', '--json'], env);

    expect(code).to.equal(3);
    expect(stderr).to.match(/waiting for Postgres \([01] of 1 s\)/);
    const { error } = json<{ error: { code: string; message: string } }>();
    expect(error.code).to.equal('postgres_away');
    expect(error.message).to.include('1 s').and.include('DATABASE_URL').and.include('START_TIMEOUT_S');
    expect(stdout + stderr).not.to.include('muy-secreta');
  });
});
