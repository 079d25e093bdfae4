import { expect } from 'chai';
import { root } from '../../support/processes/child.ts';
import { wrongPairs } from '../kit/reach.ts';
import { told } from '../kit/told.ts';
import { applyText, type Installation } from './installation.ts';
import { pairsIn, type Stranger } from './pairs.ts';
import { inPod, onePod } from './pods.ts';

/**
 * Applying what is applied already changes nothing, and says so. But for budgets of disruption: kubectl always sends their
 * selector again (its patch strategy is "replace"), and says "configured" of what did not change.
 */
export const describeUnchanged = (portal: Installation): void => {
  it('changes nothing, and says so, when it is applied once more; what an earlier release had goes', async () => {
    const labels = { 'app.kubernetes.io/part-of': 'censo-vivo' };
    const before = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'of-before', labels } };
    await applyText(portal.namespace, JSON.stringify(before));
    expect(await portal.settle(root)).to.include('configmap/of-before pruned');
    expect(await portal.differences(root)).to.equal('');
    const said = await portal.settle(root);
    const others = said.filter((line) => !line.startsWith('poddisruptionbudget.policy/'));
    expect(others.filter((line) => !line.endsWith(' unchanged'))).to.deep.equal([]);
    told('objects; said to be unchanged', `${said.length}; ${others.length} and no budget`);
  });
};

/** @param namespaces of the portal and its servers */
export const describePairs = (namespaces: readonly string[], strangers: readonly Stranger[] = []): void => {
  it('lets speak to each other only who must, pod by pod and port by port', async () => {
    const pairs = await pairsIn(namespaces, strangers);
    const wrong = await wrongPairs(pairs, (key, command) => {
      const [space = '', pod = ''] = key.split('/');
      return inPod(space, pod, command);
    });
    const allowed = pairs.filter(({ passes }) => passes).length;
    told(
      'pairs of pod and port tried from inside; that pass; wrong',
      `${pairs.length}; ${allowed}; ${wrong.length}`,
    );
    for (const pair of wrong) told('wrong', pair);
    expect(wrong).to.deep.equal([]);
  });
};

export const describeDoctor = (namespace: string, services: readonly string[]): void => {
  for (const service of services)
    it(`finds nothing wrong in ${service}`, async () => {
      const { name } = await onePod(namespace, service);
      const { code, stdout } = await inPod(namespace, name, [
        'node',
        'scripts/production/censo.mjs',
        'doctor',
      ]);
      expect(code, stdout).to.equal(0);
    });
};
