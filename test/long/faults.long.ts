import { describeFaults } from '../support/faults/fault-suite.ts';

// 200 people a mode: each fault finds some who wait, and as many as two thirds of them register while it lasts.
describeFaults({
  people: { embedded: 40, distributed: 20 },
  withBrowser: ['embedded', 'distributed'],
  spacingMs: { embedded: 1_000, distributed: 1_000 },
  isQuiet: true,
  outageMs: 8_000,
  lookupTimeoutS: 30,
  print: console.log,
});
