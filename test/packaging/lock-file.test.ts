import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { root } from '../support/processes/child.ts';

const readJson = <T>(name: string): T => JSON.parse(readFileSync(join(root, name), 'utf8')) as T;

interface Lock {
  packages: Record<
    string,
    { version?: string; optional?: boolean; engines?: unknown; hasInstallScript?: boolean }
  >;
}
interface Package {
  optionalDependencies: Record<string, string>;
  dependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
}

describe('The lock file', () => {
  const { packages } = readJson<Lock>('package-lock.json');
  const { optionalDependencies, dependencies, allowScripts } = readJson<Package>('package.json');

  it('installs the browser, and warns nobody, also where npm itself runs on an old Node (npm run lock:browser)', () => {
    const browser = packages['node_modules/@sparticuz/chromium'];
    expect(browser?.version).to.equal(optionalDependencies['@sparticuz/chromium']);
    const asking = Object.entries(packages).filter(
      ([name, { engines }]) => name !== '' && engines !== undefined,
    );
    expect(asking.map(([name]) => name)).to.deep.equal([]);
  });

  it('has no script of a package run at its installation, and says so of each that has one', () => {
    const withScript = Object.entries(packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.replace(/^.*node_modules\//, ''));
    expect(allowScripts).to.deep.equal(Object.fromEntries(withScript.map((name) => [name, false])));
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
