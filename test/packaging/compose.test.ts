import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ENDING_S } from '../../scripts/development/k8s/rules/availability.ts';
import { isPinned } from '../../scripts/development/k8s/rules/containers.ts';
import { readers } from '../../scripts/production/censo/keys/files.ts';
import { loadConfig } from '../../shared/config/load.ts';
import { variables } from '../../shared/config/variables/variables.ts';
import { allServices, type ServiceName } from '../../shared/contract/services.ts';
import { arrows } from '../support/image/arrows.ts';
import { composeEnvOf, readCompose } from '../support/image/compose.ts';
import { instructionsOf, readDockerfile } from '../support/image/dockerfile.ts';
import { root } from '../support/processes/child.ts';
import { giveOrder } from '../support/processes/command-line.ts';

const services = readCompose();
const entries = Object.entries(services);
const ours = entries.filter(([, { build }]) => build !== undefined);
/** `keys`, `migrate` and `backup` end by themselves. */
const lasting = entries.filter(([, { restart }]) => restart !== 'no');

describe('docker compose up', () => {
  it('has the servers, the four services and the simulator, and monitoring when asked for', () => {
    const named = (profile?: string) =>
      entries.filter(([, { profiles = [] }]) => profiles[0] === profile).map(([name]) => name);
    expect(named()).to.have.members(['keys', 'postgres', 'nats', 'redis', 'migrate', ...allServices]);
    expect(named('monitoring')).to.have.members(['prometheus', 'grafana']);
    expect(named('backup')).to.have.members(['backup']);
  });

  it('takes every image at one version', () => {
    for (const [name, { image }] of entries) expect(isPinned(image), `${name}: ${image}`).to.equal(true);
  });

  it('builds targets that the Dockerfile has', () => {
    const targets = readDockerfile().map(({ name }) => name);
    for (const [name, { build }] of ours) expect(targets, name).to.include(build?.target);
  });

  it('asks everything that stays whether it is well', () => {
    for (const [name, { healthcheck }] of lasting) {
      expect(healthcheck?.disable, name).to.not.equal(true);
      expect(healthcheck?.test?.length, name).to.be.above(1);
    }
  });

  it('waits for what is well, or has done its work, and never for what cannot say so', () => {
    for (const [name, { depends_on: needs = {} }] of entries) {
      for (const [other, { condition }] of Object.entries(needs)) {
        const ends = services[other]?.restart === 'no';
        expect(condition, `${name} → ${other}`).to.equal(
          ends ? 'service_completed_successfully' : 'service_healthy',
        );
      }
    }
  });

  it('shows other machines nothing, the password of the demonstration being public', () => {
    const open = entries.flatMap(([name, { ports = [] }]) =>
      ports.filter((port) => !port.startsWith('127.0.0.1:')).map((port) => `${name} ${port}`),
    );
    expect(open).to.deep.equal([]);
    expect(services.gateway?.ports).to.deep.equal(['127.0.0.1:3000:3000']);
  });

  it('takes no address from the environment or from .env, only secrets, where the portal listens, the log and whose key opens a backup', () => {
    const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
    const taken = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    expect([...taken]).to.have.members([
      'LOG_LEVEL',
      'ADMIN_CEDULA',
      'ADMIN_PASSWORD',
      'PORTAL_ADDRESS',
      'PORTAL_PORT',
      'GRAFANA_PASSWORD',
      'BACKUP_RECIPIENTS',
    ]);
  });

  it('does not take the server that initdb starts for itself for Postgres', () => {
    expect(services.postgres?.healthcheck?.test).to.include.members(['pg_isready', '-h', '127.0.0.1']);
  });

  it('gives each process what its own rules ask for, and simulated answers', () => {
    for (const [name, { command = [] }] of ours) {
      if (name === 'keys') continue;
      const environment = composeEnvOf(name);
      expect(Object.keys(variables), name).to.include.members(Object.keys(environment));
      const asked = allServices.filter((service) => command.includes(service));
      const config = loadConfig(
        environment,
        asked.length > 0 ? asked : (['accounts', 'census'] as ServiceName[]),
        { isMember: asked.length > 0 },
      );
      expect(config.mode, name).to.equal('distributed');
      expect(config.simulatedData, name).to.equal(true);
      expect(config.services, name).to.not.deep.equal([]);
    }
  });

  it('has no secret of its own: each service and server mounts what is made for it, and nobody else’s', () => {
    const made = services.keys?.volumes ?? [];
    expect(made).to.have.members(['keys:/keys', ...readers.map((name) => `keys-${name}:/keys/${name}`)]);
    for (const [name, { volumes = [], depends_on: needs = {} }] of entries) {
      if (name === 'keys') continue;
      const mounted = volumes.filter((volume) => volume.startsWith('keys'));
      const isReader = readers.some((reader) => reader === name);
      expect(mounted.length, name).to.equal(isReader ? 1 : 0);
      for (const volume of mounted) expect(volume, name).to.match(new RegExp(`^keys-${name}:/.+:ro$`));
      if (isReader && services[name]?.build === undefined) expect(needs, name).to.include.keys('keys');
    }
  });

  it('makes the secrets first, where nothing is configured but what the image says', async () => {
    const given = instructionsOf(readDockerfile(), 'portal').filter(({ name }) => name === 'ENV');
    const image = Object.fromEntries(
      given.flatMap(({ value }) => value.split(/\s+/)).map((pair) => pair.split('=', 2) as [string, string]),
    );
    expect(image).to.include({ NODE_ENV: 'production' });
    const out = await mkdtemp(join(tmpdir(), 'censo-keys-'));
    try {
      const { code, stderr } = await giveOrder(['keys', '--out', out], {
        ...image,
        ...services.keys?.environment,
      });
      expect(code, stderr).to.equal(0);
    } finally {
      await rm(out, { recursive: true });
    }
  });

  it('joins in a network only those who may speak to each other, and Prometheus with whom it watches', () => {
    const joins = (name: string, other: string) =>
      services[name]?.networks?.some((network) => services[other]?.networks?.includes(network)) ?? false;
    for (const [name, allowed] of Object.entries(arrows))
      for (const other of Object.keys(services).filter((one) => one !== name && one !== 'prometheus'))
        expect(joins(name, other), `${name} – ${other}`).to.equal(allowed.includes(other));
    for (const name of Object.keys(arrows)) expect(joins('prometheus', name), name).to.equal(true);
    expect(entries.filter(([, { networks }]) => networks === undefined).map(([name]) => name)).to.deep.equal([
      'keys',
    ]);
  });

  it('starts NATS and Redis with the users that are shipped', () => {
    expect(services.nats?.command).to.deep.equal(['--config', '/etc/nats/config/nats.conf']);
    expect(services.nats?.volumes).to.include('./k8s/servers/nats:/etc/nats/config:ro');
    expect(services.redis?.command).to.include.members([
      '--dir',
      '/data',
      '--aclfile',
      '/etc/redis/users.acl',
    ]);
  });

  it('leaves every process the time to finish what it has begun', () => {
    for (const [name, { stop_grace_period: grace = '10s' }] of ours)
      expect(Number.parseInt(grace, 10), name).to.be.at.least(ENDING_S);
  });

  it('starts only programs and mounts only folders that exist', () => {
    const needed = [
      ...entries.flatMap(([, { entrypoint = [], healthcheck }]) =>
        [...entrypoint, ...(healthcheck?.test ?? [])].filter((part) => part.startsWith('scripts/')),
      ),
      ...entries.flatMap(([, { volumes = [] }]) =>
        volumes.filter((volume) => volume.startsWith('./')).map((volume) => volume.split(':')[0] ?? ''),
      ),
    ];
    expect(needed).to.include('scripts/production/container-health.mjs');
    expect(needed.filter((path) => !existsSync(join(root, path)))).to.deep.equal([]);
  });
});
