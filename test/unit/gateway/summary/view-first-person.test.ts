import { expect } from 'chai';
import { newerParts } from '../../../../services/gateway/ui/parts.ts';
import { frameFor, htmlOf } from '../../../support/pages/rendered.ts';
import { pageSamples } from '../samples/page-samples.ts';

describe('A summary that is open', () => {
  const samples = pageSamples['summary/summary'];
  const shown = (isEmpty: boolean): string => {
    const sample = samples.find((one) => one.isEmpty === isEmpty);
    if (sample === undefined) throw new Error('no sample');
    return htmlOf('summary/summary', sample, frameFor());
  };
  const stamped = / data-h="([^"]+)"/g;

  it('with nobody in it gets the numbers when the first person comes, in the place of what says that there is nobody', () => {
    const empty = shown(true);
    const full = shown(false).replaceAll(stamped, '');
    const known = new Set([...empty.matchAll(stamped)].map(([, hash]) => hash ?? ''));
    const [outer = '', ...others] = newerParts(full, known)
      .toReversed()
      .filter((part) => empty.includes(`id="${/data-key="([^"]+)"/.exec(part)?.[1]}"`));
    expect(outer).to.include('data-key="resumen"').and.include('data-place="por-estado"');
    expect(others).to.deep.equal([]);
  });
});
