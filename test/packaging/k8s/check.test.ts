import { join } from 'node:path';
import { expect } from 'chai';
import { components, ruleProblems } from '../../../scripts/development/k8s/check.ts';
import type { Manifest } from '../../../scripts/development/k8s/manifests/manifest.ts';
import { rendererProblem, renderWith } from '../../../scripts/development/k8s/manifests/render.ts';
import { schemaProblems } from '../../../scripts/development/k8s/manifests/schemas.ts';
import { root } from '../../support/processes/child.ts';
import { needs } from '../../support/skip.ts';
import { againMutations } from './mutations/again.ts';
import { availabilityMutations } from './mutations/availability.ts';
import { componentMutations } from './mutations/components.ts';
import { configurationMutations } from './mutations/configuration.ts';
import { kubernetesMutations } from './mutations/kubernetes.ts';
import { migrationMutations } from './mutations/migration.ts';
import { networkMutations } from './mutations/network.ts';
import { podsMutations } from './mutations/pods.ts';
import { referencesMutations } from './mutations/references.ts';
import { type Mutation, Spoiler } from './mutations/spoiler.ts';

/** Mistakes that Kubernetes would do as it is told. */
const ruleMutations: readonly Mutation[] = [
  ...podsMutations,
  ...againMutations,
  ...availabilityMutations,
  ...migrationMutations,
  ...networkMutations,
  ...configurationMutations,
  ...referencesMutations,
];

const none: readonly string[] = [];

describe('The check of manifests', () => {
  const production = new Map<readonly string[], Manifest[]>();
  before(async function () {
    needs(this, await rendererProblem());
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
      expect((await schemaProblems(spoilt(mutation))).join('\n')).to.include(mutation.says);
    });
  }

  for (const mutation of ruleMutations) {
    it(`finds ${mutation.what}`, () => {
      expect(ruleProblems(spoilt(mutation)).join('\n')).to.include(mutation.says);
    });
  }

  it('finds nothing when all components are added', async () => {
    const manifests = production.get(components) ?? [];
    expect([...(await schemaProblems(manifests)), ...ruleProblems(manifests)]).to.deep.equal([]);
  });

  for (const mutation of componentMutations) {
    it(`finds, with components, ${mutation.what}`, async () => {
      const manifests = spoilt(mutation, components);
      const problems = [...(await schemaProblems(manifests)), ...ruleProblems(manifests)];
      expect(problems.join('\n')).to.include(mutation.says);
    });
  }
});
