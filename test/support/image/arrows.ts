/** Who may call whom, and where: the arrows of docs/architecture.md, as in k8s/base/network. */
export const calls = {
  gateway: { accounts: [9465], census: [9465], nats: [4222], redis: [6379] },
  accounts: { census: [9465], nats: [4222], postgres: [5432] },
  census: { accounts: [9465], nats: [4222], postgres: [5432] },
  scraper: { census: [9465], simulator: [8081], nats: [4222], redis: [6379] },
  simulator: { nats: [4222] },
  postgres: {},
  nats: {},
  redis: {},
} as const satisfies Record<string, Record<string, readonly number[]>>;

/** All that there is to call. */
export type Part = keyof typeof calls;

const callsOf = (part: string): readonly string[] => Object.keys(calls[part as Part]);

/** Which containers with processes of the portal share a network, which knows no direction: who calls, and who is called. */
export const arrows: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.keys(calls)
    .filter((part) => callsOf(part).length > 0)
    .map((part) => [
      part,
      [
        ...new Set([
          ...Object.keys(calls).filter((other) => callsOf(other).includes(part)),
          ...callsOf(part),
        ]),
      ],
    ]),
);
