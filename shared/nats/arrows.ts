import type { DurableEventName, Hints } from '../contract/events.ts';
import type { ServiceName } from '../contract/services.ts';

/**
 * The arrows of docs/architecture.md: whose actions each service calls. What is not here, the shipped permissions of NATS
 * do not let pass.
 */
export const calls: Record<ServiceName, readonly ServiceName[]> = {
  gateway: ['accounts', 'census'],
  accounts: ['census'],
  census: ['accounts'],
  scraper: ['census', 'simulator'],
  simulator: [],
};

/** Who tells whom each hint. */
export const hints: Record<keyof Hints, { from: ServiceName; to: readonly ServiceName[] }> = {
  'census.requested': { from: 'census', to: ['scraper'] },
  'session.changed': { from: 'accounts', to: ['gateway'] },
  'session.ended': { from: 'accounts', to: ['gateway'] },
};

/** A durable event's way: who announces it, who handles each one, and who only hears it while it is there. */
interface EventArrows {
  from: ServiceName;
  consumers: readonly ServiceName[];
  followers: readonly ServiceName[];
}

/** The way of each durable event. */
export const events: Record<DurableEventName, EventArrows> = {
  'user.registered': { from: 'accounts', consumers: ['census'], followers: [] },
  'user.role_changed': { from: 'accounts', consumers: ['census'], followers: ['gateway'] },
  'user.corrected': { from: 'accounts', consumers: ['census'], followers: ['gateway'] },
  'user.consent_changed': { from: 'accounts', consumers: ['census'], followers: ['gateway'] },
  'user.erased': { from: 'accounts', consumers: ['census'], followers: ['gateway'] },
  'census.updated': { from: 'census', consumers: ['accounts'], followers: ['gateway'] },
};

/** Who makes the stream in which events wait, and nobody else: whoever knows people's passwords anyway. */
export const STREAM_MAKER: ServiceName = 'accounts';

const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];

/** Those whom a service calls or tells hints: it wants to know where they are. */
export const receiversOf = (service: ServiceName): ServiceName[] =>
  unique([
    ...calls[service],
    ...Object.values(hints).flatMap(({ from, to }) => (from === service ? to : [])),
  ]);

/** Those who call a service or tell it hints: they want to know where it is. */
export const sendersTo = (service: ServiceName): ServiceName[] =>
  // Every service is a key of `calls`.
  (Object.keys(calls) as ServiceName[]).filter((other) => receiversOf(other).includes(service));

/** Whether a service announces or handles durable events; who only follows needs nothing that is stored. */
export const keepsEvents = (service: ServiceName): boolean =>
  Object.values(events).some(({ from, consumers }) => from === service || consumers.includes(service));
