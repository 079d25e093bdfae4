import { expect } from 'chai';
import { root, startChild } from '../../support/processes/child.ts';
import { giveOrder, runCenso } from '../../support/processes/command-line.ts';
import { unusedPort } from '../../support/processes/unused-port.ts';
import { useMigratedDatabase } from '../../support/servers/postgres.ts';

describe('The command line ends with', () => {
  const database = useMigratedDatabase();

  it('0 when it only helps, in Spanish', async () => {
    const { code, stdout } = await runCenso(['queue', '--help'], {});
    expect(code).to.equal(0);
    expect(stdout)
      .to.include('Órdenes:')
      .and.not.to.match(/Usage|Commands|display help/);
  });

  for (const order of [
    ['nada'],
    ['queue'],
    ['queue', 'pausa'],
    ['queue', 'pause'],
    ['fixture'],
    ['migrate', '--rapido'],
  ]) {
    it(`2 for "${['censo', ...order].join(' ')}", which says how to find out`, async () => {
      const { code, stdout, stderr } = await giveOrder(order, { DATABASE_URL: database.url });
      expect(code).to.equal(2);
      expect(stderr + stdout).to.match(/--help/);
    });
  }

  it('2 for "censo", which says how to find out', async () => {
    const { code, stdout, stderr } = await runCenso([], {});
    expect(code).to.equal(2);
    expect(stderr + stdout).to.match(/--help/);
  });

  it('2 when the configuration is wrong', async () => {
    const { code, stderr } = await giveOrder(['queue', 'status'], { DATABASE_URL: 'http://nada' });
    expect(code).to.equal(2);
    expect(stderr).to.include('DATABASE_URL');
  });

  it('2 when the Node is too old, and says so in one line', async () => {
    // Any Node can be made to look old: the launcher reads only the version.
    const pretend =
      "Object.defineProperty(process.versions, 'node', { value: '20.11.0' }); await import('./scripts/production/censo.mjs');";
    const child = startChild(process.execPath, ['--input-type=module', '-e', pretend], { cwd: root });
    expect(await child.ended).to.equal(2);
    expect(child.output()).to.match(/^censo necesita Node 24\.7 o posterior.*\n$/);
  });

  it('3 when Postgres does not answer, without its password', async () => {
    const url = `postgres://censo:muy-secreta@127.0.0.1:${await unusedPort()}/postgres`;
    const { code, stdout, stderr } = await runCenso(['queue', 'status', '--json'], { DATABASE_URL: url });
    expect(code).to.equal(3);
    expect(stdout).to.include('postgres_away');
    expect(stdout + stderr).not.to.include('muy-secreta');
  });
});
