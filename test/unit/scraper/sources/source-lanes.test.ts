import { expect } from 'chai';
import type { SourcePlugin } from '../../../../services/scraper/sources/source.ts';
import { assertLanesFit } from '../../../../services/scraper/sources/source-lanes.ts';
import type { LaneConfig } from '../../../../shared/config/variables/lanes.ts';

const direct: LaneConfig = { name: 'directa', proxy: null };
const proxied: LaneConfig = { name: 'bogota', proxy: { server: 'http://127.0.0.1:1' } };
const source = (via: SourcePlugin['via']): SourcePlugin =>
  ({ name: 'propia', via, open: () => ({ lookup: async () => ({ kind: 'not_found' }) }) }) as SourcePlugin;

describe('The lanes of a source', () => {
  it('may have proxies when it looks up with a browser', () => {
    expect(() => assertLanesFit(source('browser'), [direct, proxied])).not.to.throw();
  });

  it('have none when it asks by plain HTTP: the operator is told at the start', () => {
    expect(() => assertLanesFit(source('http'), [direct])).not.to.throw();
    expect(() => assertLanesFit(source('http'), [direct, proxied]))
      .to.throw('no sale por proxies (bogota)')
      .with.property('code', 'lanes_unusable');
  });
});
