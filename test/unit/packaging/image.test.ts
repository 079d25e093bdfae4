import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ImageTree, layOut } from '../../support/image-tree.ts';

/** What each image is asked to run, and the services that it must be able to load. */
const images = [
  { target: 'portal', services: ['gateway', 'accounts', 'census'], simulator: false },
  { target: 'scraper', services: ['scraper'], simulator: false },
  { target: 'demo', services: ['simulator'], simulator: true },
];

describe('What an image has', () => {
  let tree: ImageTree | undefined;
  afterEach(() => {
    tree?.remove();
    tree = undefined;
  });

  for (const { target, services, simulator } of images) {
    it(`is enough for ${target} to load ${services.join(', ')} ${simulator ? 'with' : 'without'} the simulator`, async () => {
      tree = layOut(target, 'production');
      expect(existsSync(join(tree.folder, 'services/simulator'))).to.equal(simulator);
      for (const service of services) {
        const code = `await import('./services/${service}/${service}.service.ts'); console.log('loaded')`;
        const child = tree.node(['--input-type=module', '--eval', code]);
        expect(await child.ended, child.output()).to.equal(0);
        expect(child.output()).to.include('loaded');
      }
    });
  }

  it('is enough for the launcher to refuse a service that does not exist', async () => {
    tree = layOut('portal', 'production');
    const child = tree.node(['scripts/production/start.mjs', 'nadie']);
    expect(await child.ended).to.equal(1);
    expect(child.output()).to.include('No existe el servicio nadie');
  });

  it('is enough for the stage of the assets to make them', async () => {
    tree = layOut('assets', 'all');
    const child = tree.node(['scripts/production/build-assets.ts']);
    expect(await child.ended, child.output()).to.equal(0);
    for (const name of ['app.js', 'styles.css', 'favicon.svg'])
      expect(statSync(join(tree.folder, 'public/built', name)).size, name).to.be.above(100);
  });
});
