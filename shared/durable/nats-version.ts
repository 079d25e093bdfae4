/** The version that the tests run with, and that docker compose and Kubernetes start. Older ones from 2.9.10 on are borne. */
export const TESTED_NATS = '2.11.8';

const numbersOf = (version: string): number[] =>
  version.split(/[.-]/, 3).map((part) => Number.parseInt(part, 10));

/** Whether a server is older than what is tested; false for a version that says nothing. */
export const isOlderThanTested = (version: string): boolean => {
  const given = numbersOf(version);
  if (given.length < 3 || given.some(Number.isNaN)) return false;
  const tested = numbersOf(TESTED_NATS);
  const different = given.findIndex((part, index) => part !== tested[index]);
  return different !== -1 && (given[different] ?? 0) < (tested[different] ?? 0);
};
