import { consultacenso } from '../../services/scraper/sources/consultacenso/consultacenso.ts';
import { wsp } from '../../services/scraper/sources/wsp/wsp.ts';
import { useBench } from './bench.ts';
import simulatedHttp from './simulated-http.ts';
import { itIsASource } from './source-kit.ts';

const plugins = [
  { plugin: consultacenso, path: '/consultar/' },
  { plugin: wsp, path: '/censo/consultar/' },
  { plugin: simulatedHttp, path: '/consultar/' },
];

describe('A source', () => {
  const bench = useBench();
  for (const { plugin, path } of plugins) {
    describe(`${plugin.name} (${plugin.via})`, () => itIsASource(plugin, () => bench(path)));
  }
});
