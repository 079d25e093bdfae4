import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { connect } from 'nats';
import { natsOptions } from '../../shared/nats/connection.ts';
import type { Child } from '../support/processes/child.ts';
import { findProgram } from '../support/processes/find-program.ts';
import { unusedPort } from '../support/processes/unused-port.ts';
import { openNats } from '../support/servers/nats-access.ts';
import { missingServers, startNats } from '../support/servers/servers.ts';
import { needs } from '../support/skip.ts';

describe('NATS over TLS', () => {
  let folder: string;
  const servers: Child[] = [];
  before(function () {
    needs(
      this,
      missingServers('nats-server') ?? (findProgram('openssl') === null ? 'apt-get install openssl' : null),
    );
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-tls-'));
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  /** A certificate for this machine that nobody but itself has signed. */
  const certify = (): { cert: string; key: string } => {
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    execFileSync(
      'openssl',
      [
        ...[
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:prime256v1',
          '-nodes',
          '-days',
          '1',
        ],
        ...[
          '-subj',
          '/CN=localhost',
          '-addext',
          'subjectAltName=DNS:localhost',
          '-keyout',
          key,
          '-out',
          cert,
        ],
      ],
      { stdio: 'ignore' },
    );
    return { cert, key };
  };
  const start = async (config: string): Promise<number> => {
    const [port, path] = [await unusedPort(), join(folder, 'nats.conf')];
    await writeFile(path, config);
    servers.push(await startNats(port, folder, { config: path }));
    return port;
  };
  const refusalOf = (url: string, ca: string | undefined): Promise<string | null> =>
    connect({
      ...natsOptions({ ...openNats(url), tls: { ca, cert: undefined, key: undefined } }),
      reconnect: false,
    }).then(
      async (connection) => {
        await connection.close();
        return null;
      },
      ({ code }: { code: string }) => code,
    );

  it('is used with the authority that is named, and with no other', async () => {
    const { cert, key } = certify();
    const port = await start(`tls { cert_file: "${cert}", key_file: "${key}" }`);
    expect(await refusalOf(`tls://localhost:${port}`, cert)).to.equal(null);
    expect(await refusalOf(`nats://localhost:${port}`, cert)).to.equal(null);
    expect(await refusalOf(`tls://localhost:${port}`, undefined)).to.be.a('string');
  });

  it('is not given up for a server that has none', async () => {
    const { cert } = certify();
    const port = await start('max_payload: 1MB');
    expect(await refusalOf(`tls://localhost:${port}`, cert)).to.be.a('string');
    expect(await refusalOf(`nats://localhost:${port}`, cert)).to.be.a('string');
    expect(await refusalOf(`nats://localhost:${port}`, undefined)).to.equal(null);
  });
});
