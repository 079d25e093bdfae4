import { expect } from 'chai';
import { createClient, newCedula, settled } from '../support/client.ts';
import { type System, startSystem } from '../support/system.ts';

describe('The source wsp', function () {
  this.timeout(120_000);
  let system: System;
  before(async () => {
    system = await startSystem({ mode: 'embedded', env: { SOURCE: 'wsp' } });
  });
  after(() => system.stop());

  const cases = [
    { suffix: '00', status: 'ACTIVE' },
    { suffix: '01', status: 'CANCELLED_DECEASED' },
    { suffix: '02', status: 'CANCELLED_OTHER' },
    { suffix: '03', status: 'NOT_FOUND' },
    { suffix: '04', status: 'BLOCKED' },
    { suffix: '09', status: 'ERROR' },
  ] as const;
  for (const { suffix, status } of cases) {
    it(`answers ${status} for an ending of kind ${suffix}`, async () => {
      const client = createClient(system.origin);
      await client.register({ cedula: newCedula(suffix) });
      expect((await client.censusIn(settled)).status).to.equal(status);
    });
  }
});
