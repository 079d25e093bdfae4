/** The schemas that there are: each service that keeps something has one, with an outbox and dead letters of its own. */
export const schemas = ['accounts', 'census'] as const;
export type SchemaName = (typeof schemas)[number];
