import { join } from 'node:path';
import { expect } from 'chai';
import { components, kubernetesProblems, ruleProblems } from '../../../scripts/development/k8s/check.ts';
import type { Manifest } from '../../../scripts/development/k8s/manifests/manifest.ts';
import { renderWith } from '../../../scripts/development/k8s/manifests/render.ts';
import { root } from '../../support/child.ts';
import { skipBecause } from '../../support/skip.ts';
import { componentMutations, kubernetesMutations, ruleMutations } from './mutations.ts';
import { rendererMissing } from './renderer.ts';
import { type Mutation, Spoiler } from './spoiler.ts';

const none: readonly string[] = [];

describe('The check of manifests', () => {
  const production = new Map<readonly string[], Manifest[]>();
  before(async function () {
    const missing = await rendererMissing();
    if (missing !== null) skipBecause(this, missing);
    for (const added of [none, components])
      production.set(added, await renderWith(join(root, 'k8s/overlays/production'), added));
  });

  const spoilt = ({ spoil }: Mutation, added: readonly string[] = none): Manifest[] => {
    const spoiler = new Spoiler(production.get(added) ?? []);
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

  it('finds nothing when all components are added', async () => {
    const manifests = production.get(components) ?? [];
    expect([...(await kubernetesProblems(manifests)), ...ruleProblems(manifests)]).to.deep.equal([]);
  });

  for (const mutation of componentMutations) {
    it(`finds, with components, ${mutation.what}`, async () => {
      const manifests = spoilt(mutation, components);
      const problems = [...(await kubernetesProblems(manifests)), ...ruleProblems(manifests)];
      expect(problems.join('\n')).to.include(mutation.says);
    });
  }
});
