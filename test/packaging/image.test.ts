import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { allServices, type ServiceName } from '../../shared/contract/services.ts';
import { readCompose } from '../support/image/compose.ts';
import { type ImageTree, layOut } from '../support/image/image-tree.ts';

/** Of each image the services that docker compose starts with it: those that it must be able to start. */
const started = new Map<string, ServiceName[]>();
for (const { build, command = [] } of Object.values(readCompose())) {
  if (build === undefined) continue;
  const services = allServices.filter((service) => command.includes(service));
  started.set(build.target, [...(started.get(build.target) ?? []), ...services]);
}

// That it is enough for all that is started with it is in test/process/compose.test.ts, which has the bundles.
describe('What an image has', () => {
  let tree: ImageTree | undefined;
  afterEach(() => {
    tree?.remove();
    tree = undefined;
  });

  it('is one of three, which start every service among them', () => {
    expect([...started.values()].flat()).to.have.members(allServices);
    expect([...started.keys()]).to.have.members(['portal', 'scraper', 'demo']);
  });

  for (const [target, services] of started) {
    const simulator = services.includes('simulator');
    it(`is ${simulator ? 'the simulator too' : 'no simulator'} for ${target}, and no tool of developers`, () => {
      tree = layOut(target, 'production');
      expect(existsSync(join(tree.folder, 'services/simulator'))).to.equal(simulator);
      expect(readdirSync(join(tree.folder, 'scripts'))).to.deep.equal(['production']);
    });
  }
});
