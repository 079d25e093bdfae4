import { arrows } from '../../support/image/arrows.ts';
import type { Pair } from '../kit/reach.ts';

/** Where each container listens for others. */
const ports: Record<string, number> = {
  gateway: 9464,
  accounts: 9464,
  census: 9464,
  scraper: 9464,
  simulator: 9464,
  postgres: 5432,
  nats: 4222,
  redis: 6379,
};

/** Each container with a process of the portal, and each other: a network of compose knows no direction and no port. */
export const pairs: readonly Pair[] = Object.entries(arrows).flatMap(([from, allowed]) =>
  Object.entries(ports)
    .filter(([to]) => to !== from)
    .map(([to, port]) => ({ from, to, host: to, port, passes: allowed.includes(to) })),
);
