import { hostname } from 'node:os';

/** The namespace of the brokers, which begins every subject of theirs. */
export const NAMESPACE = 'censo';
const PREFIX = `MOL-${NAMESPACE}`;

/** Who a process with several services is. The shipped permissions know no such user: it is for development. */
export const SEVERAL = 'censo';

/** In a subject, what stands where a packet is for everybody who listens. */
const ALL = 'all';

/**
 * The id of a process of the portal: `<service>.<host>-<pid>`. Its two parts are parts of subjects, so that the server
 * can tell one service's from another's.
 */
export const nodeIdOf = (services: readonly string[], host = hostname(), pid = process.pid): string =>
  `${services.length === 1 ? services[0] : SEVERAL}.${host.replaceAll(/[^A-Za-z0-9_-]/g, '-')}-${pid}`;

/** The service that a process's id names; `censo` for one with several. */
export const serviceOf = (nodeId: string): string => nodeId.split('.', 1)[0] ?? '';

/**
 * The subject of a packet. It names who it is from, so what the server lets through is from whom it says.
 *
 * @param to a process's id, or undefined for everybody who listens; either id may be a pattern such as `accounts.*`
 */
export const packetSubject = (command: string, to: string | undefined, from: string): string =>
  [PREFIX, command, to ?? ALL, from].join('.');

/** Any process of a service, as a part of a pattern. */
export const anyOf = (service: string): string => `${service}.*`;

/** Any process at all. */
export const ANYBODY = '*.*';

/** The id of the process that a packet's subject says it is from. */
export const senderOf = (subject: string): string => subject.split('.').slice(-2).join('.');

/** Where the answers to a service's own questions to the server arrive: nobody else may listen there. */
export const inboxPrefixOf = (service: string): string => `_INBOX.${service}`;
