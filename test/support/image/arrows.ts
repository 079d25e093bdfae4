/** Which containers may speak to each other, either way: the arrows of docs/architecture.md, as in k8s/base/network. */
export const arrows: Readonly<Record<string, readonly string[]>> = {
  gateway: ['accounts', 'census', 'nats', 'redis'],
  accounts: ['gateway', 'census', 'nats', 'postgres'],
  census: ['gateway', 'accounts', 'scraper', 'nats', 'postgres'],
  scraper: ['census', 'simulator', 'nats', 'redis'],
  simulator: ['scraper', 'nats'],
};
