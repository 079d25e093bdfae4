import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { allServices, type ServiceName } from '../../shared/contract/services.ts';
import { readCompose } from '../support/image/compose.ts';
import { type ImageTree, layOut } from '../support/image/image-tree.ts';

/** Of each image the services that docker compose starts with it: those that it must be able to load. */
const started = new Map<string, ServiceName[]>();
for (const { build, command = [] } of Object.values(readCompose())) {
  if (build === undefined) continue;
  const services = allServices.filter((service) => command.includes(service));
  started.set(build.target, [...(started.get(build.target) ?? []), ...services]);
}

describe('What an image has', () => {
  let tree: ImageTree | undefined;
  afterEach(() => {
    tree?.remove();
    tree = undefined;
  });

  it('is one of three, which load every service among them', () => {
    expect([...started.values()].flat()).to.have.members(allServices);
    expect([...started.keys()]).to.have.members(['portal', 'scraper', 'demo']);
  });

  for (const [target, services] of started) {
    const simulator = services.includes('simulator');
    it(`is enough for ${target} to load ${services.join(', ')} ${simulator ? 'with' : 'without'} the simulator`, async () => {
      tree = layOut(target, 'production');
      expect(existsSync(join(tree.folder, 'services/simulator'))).to.equal(simulator);
      // No tool of developers.
      expect(readdirSync(join(tree.folder, 'scripts'))).to.deep.equal(['production']);
      const modules = services.map((service) => `./services/${service}/${service}.service.ts`);
      const code = modules.map((module) => `await import('${module}');`).join(' ');
      const child = tree.node(['--input-type=module', '--eval', `${code} console.log('loaded')`]);
      expect(await child.ended, child.output()).to.equal(0);
      expect(child.output()).to.include('loaded');
    });
  }

  it('is enough for the launcher to refuse a service that does not exist', async () => {
    tree = layOut('portal', 'production');
    const child = tree.node(['scripts/production/start.mjs', 'nadie']);
    expect(await child.ended).to.equal(1);
    expect(child.output()).to.include('No existe el servicio nadie');
  });
});
