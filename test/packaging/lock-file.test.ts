import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { root } from '../support/processes/child.ts';

const readJson = <T>(name: string): T => JSON.parse(readFileSync(join(root, name), 'utf8')) as T;

interface Lock {
  packages: Record<string, { version?: string; optional?: boolean; engines?: unknown; resolved?: string }>;
}
interface Package {
  optionalDependencies: Record<string, string>;
  dependencies: Record<string, string>;
}

describe('The lock file', () => {
  const { packages } = readJson<Lock>('package-lock.json');
  const { optionalDependencies, dependencies } = readJson<Package>('package.json');

  it('installs the browser also where npm itself runs on an old Node (npm run lock:browser)', () => {
    const browser = packages['node_modules/@sparticuz/chromium'];
    expect(browser?.version).to.equal(optionalDependencies['@sparticuz/chromium']);
    expect(browser).not.to.have.property('engines');
  });

  it('has the Node of every optional platform in one version', () => {
    const nodes = Object.entries(optionalDependencies).filter(([name]) => name.startsWith('node-'));
    expect(new Set(nodes.map(([, version]) => version))).to.have.lengthOf(1);
    for (const [name, version] of nodes)
      expect(packages[`node_modules/${name}`]?.version, name).to.equal(version);
  });

  it('pins every dependency to one version', () => {
    for (const [name, version] of Object.entries({ ...dependencies, ...optionalDependencies })) {
      expect(version, name).to.match(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    }
  });
});
