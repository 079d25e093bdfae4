import { expect } from 'chai';
import { type Client, createClient, newCedula, settled } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';

inBothModes(
  'The source wsp',
  { env: { SOURCE: 'wsp' } },
  (system) => {
    const clients = new Map<string, Client>();
    const cases = [
      { suffix: '00', status: 'ACTIVE' },
      { suffix: '01', status: 'CANCELLED_DECEASED' },
      { suffix: '02', status: 'CANCELLED_OTHER' },
      { suffix: '03', status: 'NOT_FOUND' },
      { suffix: '04', status: 'BLOCKED' },
      { suffix: '09', status: 'ERROR' },
    ] as const;
    before(async () => {
      // All at once, so that the tests do not wait for each other's lookups.
      for (const { suffix } of cases) clients.set(suffix, createClient(system().origin));
      await Promise.all(
        [...clients].map(([suffix, client]) => client.register({ cedula: newCedula(suffix) })),
      );
    });

    for (const { suffix, status } of cases) {
      it(`answers ${status} for an ending of kind ${suffix}`, async () => {
        expect((await clients.get(suffix)?.censusIn(settled))?.status).to.equal(status);
      });
    }
  },
  // Which source is asked depends on nothing that a mode changes.
  ['embedded'],
);
