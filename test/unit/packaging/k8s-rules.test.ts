import { join } from 'node:path';
import { expect } from 'chai';
import { kubernetesProblems, ruleProblems } from '../../../scripts/k8s-check/check.ts';
import type { Manifest } from '../../../scripts/k8s-check/manifest.ts';
import { render } from '../../../scripts/k8s-check/render.ts';
import { root } from '../../support/child.ts';
import { skipBecause } from '../../support/skip.ts';
import { kubernetesMutations, ruleMutations } from './mutations.ts';
import { rendererMissing } from './renderer.ts';
import { type Mutation, Spoiler } from './spoiler.ts';

describe('The check of manifests', function () {
  this.timeout(30_000);
  let production: Manifest[];
  before(async function () {
    const missing = await rendererMissing();
    if (missing !== null) skipBecause(this, missing);
    production = await render(join(root, 'k8s/overlays/production'));
  });

  const spoilt = ({ spoil }: Mutation): Manifest[] => {
    const spoiler = new Spoiler(production);
    spoil(spoiler);
    return spoiler.manifests;
  };

  for (const mutation of kubernetesMutations) {
    it(`finds ${mutation.what}`, async () => {
      expect((await kubernetesProblems(spoilt(mutation))).join('\n')).to.include(mutation.says);
    });
  }

  for (const mutation of ruleMutations) {
    it(`finds ${mutation.what}`, () => {
      expect(ruleProblems(spoilt(mutation)).join('\n')).to.include(mutation.says);
    });
  }
});
