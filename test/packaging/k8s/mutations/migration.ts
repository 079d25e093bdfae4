import type { Mutation } from './spoiler.ts';

/** Mistakes in what brings the schema up to date. */
export const migrationMutations: readonly Mutation[] = [
  {
    what: 'a migration without a name of its own',
    spoil: (of) => Object.assign(of.one('Job', 'migrate').metadata, { name: 'migrate' }),
    says: 'asks for the name migrate-0-3-0',
  },
  {
    what: 'a migration that a setting changes',
    spoil: (of) => {
      const { name } = of.one('ConfigMap', 'censo-config').metadata;
      Object.assign(of.container('migrate'), { envFrom: [{ configMapRef: { name } }] });
    },
    says: 'Job migrate-0-3-0 reads censo-config-',
  },
  {
    what: 'no migration',
    spoil: (of) => of.remove('Job', 'migrate'),
    says: 'no Job migrates',
  },
  {
    what: 'a service that does not wait for its schema',
    spoil: (of) => delete of.workload('census').pod.initContainers,
    says: 'Deployment census does not wait for its schema',
  },
];
