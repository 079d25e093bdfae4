import type { Mutation } from './spoiler.ts';

/** Mistakes in what a process is told. */
export const configurationMutations: readonly Mutation[] = [
  {
    what: 'a port that the settings moved away from its name',
    spoil: (of) => Object.assign(of.one('ConfigMap', 'censo-config').data ?? {}, { DIRECT_PORT: '9466' }),
    says: 'Deployment accounts: accounts: listens on 9466 and calls 9465 its port direct',
  },
  {
    what: 'a setting that nothing reads',
    spoil: (of) => Object.assign(of.one('ConfigMap', 'censo-config').data ?? {}, { SPACING: '5000' }),
    says: 'no process reads SPACING',
  },
  {
    what: 'a setting that the portal refuses',
    spoil: (of) => Object.assign(of.one('ConfigMap', 'censo-config').data ?? {}, { SPACING_MS: '1000' }),
    says: 'SPACING_MS=1000 es menor que 5000',
  },
  {
    what: 'a scraper without Redis',
    spoil: (of) => delete of.container('scraper').env,
    says: 'REDIS_URL es obligatoria',
  },
  {
    what: 'settings that are not there',
    spoil: (of) => of.remove('ConfigMap', 'censo-config'),
    says: 'there is no ConfigMap censo-config',
  },
];
