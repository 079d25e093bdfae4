import { appendFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ImageTree, layOut } from '../support/image/image-tree.ts';

/** A portal that reads its configuration's names, and is told one that does not exist. */
const START = `
import { namedServices } from '../../shared/config/named-services.ts';
try {
  namedServices(process.argv.slice(2));
} catch (error) {
  console.log(error.message);
}
process.exit(1);
`;

describe('A start', () => {
  let tree: ImageTree;
  before(() => {
    tree = layOut('demo-bundle', 'all');
    // The portal's own are made by the images' tests, and by whoever starts it: that takes seconds of a core.
    writeFileSync(join(tree.folder, 'scripts/production/start.ts'), START);
    writeFileSync(join(tree.folder, 'scripts/production/censo/carry-out.ts'), 'export {};');
  });
  after(() => tree.remove());

  const cache = () => join(tree.folder, 'node_modules/.cache/bundle');
  const made = (): string[] => (existsSync(cache()) ? readdirSync(cache()) : []);
  /** What it says of a service that does not exist: the whole way to the configuration, and not a second more. */
  const start = async (): Promise<string> => {
    const child = tree.node(['scripts/production/start.mjs', 'nadie']);
    expect(await child.ended, child.output()).to.equal(1);
    return child.output();
  };
  const source = () => join(tree.folder, 'shared/config/named-services.ts');

  it('makes a bundle of the sources, and the next one uses it', async () => {
    expect(await start()).to.include('No existe el servicio nadie');
    const [folder = ''] = made();
    expect(made()).to.eql([folder]);
    const bundled = join(cache(), folder, 'start.mjs');
    writeFileSync(bundled, `console.log('of the bundle'); process.exit(1);`);
    expect(await start()).to.equal('of the bundle\n');
  });

  it('makes another when a source was changed', async () => {
    appendFileSync(source(), '\n// Changed.\n');
    expect(await start()).to.include('No existe el servicio nadie');
    expect(made()).to.have.length(2);
  });

  it('is one of the sources where no bundle can be made, and says what is wrong with them', async () => {
    appendFileSync(source(), '\nexport const broken = ;\n');
    expect(await start())
      .to.include('named-services.ts')
      .and.to.include('SyntaxError');
    expect(made()).to.have.length(2);
  });
});
