import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { isOlderThanTested, TESTED_NATS } from '../../../shared/durable/nats-version.ts';
import { root } from '../../support/processes/child.ts';

describe('The version of NATS that is tested', () => {
  const read = (file: string) => readFileSync(join(root, file), 'utf8');

  for (const version of ['2.9.10', '2.10.27', '2.11.7', '1.99.99', '2.11.7-RC.1'])
    it(`is newer than ${version}`, () => expect(isOlderThanTested(version)).to.equal(true));

  for (const version of [TESTED_NATS, `${TESTED_NATS}-binary`, '2.11.10', '2.12.0', '3.0.0', '', 'dev'])
    it(`is not newer than «${version}»`, () => expect(isOlderThanTested(version)).to.equal(false));

  for (const file of ['docker-compose.yml', 'k8s/servers/nats/stateful-set.yaml'])
    it(`is the one that ${file} starts`, () => {
      const images = [...read(file).matchAll(/image: nats:(\S+)/g)].map(([, tag]) => tag);
      expect(images).to.deep.equal([`${TESTED_NATS}-alpine`]);
    });

  for (const file of ['CONTRIBUTING.md'])
    it(`is the one that ${file} says how to build`, () => {
      expect(read(file)).to.include(`nats-server/v2@v${TESTED_NATS}`);
    });

  it('is the one that .ci/run builds, which reads it from its only place', () => {
    const line = /^export const TESTED_NATS = '(.*)';$/m.exec(read('shared/durable/nats-version.ts'));
    expect(line?.[1]).to.equal(TESTED_NATS);
    expect(read('.ci/run')).to.include('shared/durable/nats-version.ts').and.not.to.include(TESTED_NATS);
  });
});
