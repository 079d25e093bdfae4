/** Every service, in the order in which they start. */
export const allServices = ['simulator', 'accounts', 'census', 'scraper', 'gateway'] as const;
export type ServiceName = (typeof allServices)[number];
