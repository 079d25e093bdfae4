import { describeFaults } from '../support/faults/fault-suite.ts';
import { STRUCK_SPACING_MS } from '../support/system/as-deployed.ts';

// The same with many people and long outages is in test/long.
describeFaults({
  people: { embedded: 3, distributed: 3 },
  spacingMs: { embedded: 400, distributed: STRUCK_SPACING_MS },
  shared: { distributed: 'struck' },
  // Killing one is the same in both modes, and starting one costs a second of a core.
  withBrowser: ['embedded'],
  outageMs: 1_500,
  lookupTimeoutS: 12,
  isQuiet: false,
});
