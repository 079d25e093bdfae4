import type { DurableEventName } from '../contract/events.ts';
import { allServices, type ServiceName } from '../contract/services.ts';
import { consumerNameOf } from '../durable/consumer-role.ts';
import { holdNameOf } from '../durable/hold-events.ts';
import { STREAM, subjectOf } from '../durable/stream.ts';
import { calls, events, hints, keepsEvents, receiversOf, STREAM_MAKER, sendersTo } from '../nats/arrows.ts';
import { ANYBODY, anyOf, inboxPrefixOf, packetSubject } from '../nats/subjects.ts';
import { heardBy } from '../nats/transporter.ts';

/** What a service's user may do at the server; everything else is refused. */
export interface Permissions {
  publish: string[];
  subscribe: string[];
}

const API = '$JS.API';
/** What a process tells of itself to those who know of it. */
const NEWS = ['INFO', 'HEARTBEAT', 'DISCONNECT'];

/** The permissions of a service's user, worked out from the arrows. */
export const permissionsOf = (service: ServiceName): Permissions => ({
  publish: [...packetsFrom(service), ...eventsFrom(service), ...questionsOf(service)],
  subscribe: [...packetsFor(service), ...heardEvents(service), ...inboxOf(service)],
});

const packetsFrom = (service: ServiceName): string[] => {
  const me = anyOf(service);
  const to = (command: string, others: readonly ServiceName[]) =>
    others.map((other) => packetSubject(command, anyOf(other), me));
  const told = Object.values(hints).flatMap(({ from, to: whom }) => (from === service ? whom : []));
  const callers = allServices.filter((other) => calls[other].includes(service));
  return [
    ...['DISCOVER', ...NEWS].map((command) => packetSubject(command, undefined, me)),
    ...to('DISCOVER', receiversOf(service)),
    ...to('INFO', sendersTo(service)),
    ...to('REQ', calls[service]),
    ...to('RES', callers),
    ...to('EVENT', [...new Set(told)]),
  ];
};

const packetsFor = (service: ServiceName): string[] => [
  ...['DISCOVER', ...NEWS].flatMap((command) =>
    heardBy(service, command).map((from) => packetSubject(command, undefined, from)),
  ),
  // Who may send them is said where they are published.
  packetSubject('*', anyOf(service), ANYBODY),
];

/** Every event has its way. */
const ways = Object.entries(events) as [DurableEventName, (typeof events)[DurableEventName]][];

const eventsFrom = (service: ServiceName): string[] =>
  ways.flatMap(([event, { from }]) => (from === service ? [subjectOf(event)] : []));

const heardEvents = (service: ServiceName): string[] =>
  ways.flatMap(([event, { followers }]) => (followers.includes(service) ? [subjectOf(event)] : []));

/** What is asked of JetStream by whoever announces or handles events. Nobody empties the stream, or reads from it at will. */
const questionsOf = (service: ServiceName): string[] => {
  if (!keepsEvents(service)) return [];
  return [
    `${API}.INFO`,
    `${API}.STREAM.INFO.${STREAM}`,
    // Who makes a stream says whose messages it takes and to whom it tells them, logins among them.
    ...(service === STREAM_MAKER
      ? ['CREATE', 'DELETE'].map((question) => `${API}.STREAM.${question}.${STREAM}`)
      : []),
    ...ways.flatMap(([event, { from, consumers }]) => [
      ...(consumers.includes(service) ? consumerRights(service, event) : []),
      // Whether somebody keeps what is announced.
      ...(from === service
        ? consumers.map((group) => `${API}.CONSUMER.INFO.${STREAM}.${consumerNameOf(group, event)}`)
        : []),
    ]),
  ];
};

const consumerRights = (group: string, event: DurableEventName): string[] => {
  const name = consumerNameOf(group, event);
  return [
    `${API}.CONSUMER.CREATE.${STREAM}.${name}.${subjectOf(event)}`,
    ...['INFO', 'MSG.NEXT', 'DELETE'].map((question) => `${API}.CONSUMER.${question}.${STREAM}.${name}`),
    `${API}.CONSUMER.CREATE.${STREAM}.${holdNameOf(name)}.${subjectOf(event)}`,
    `${API}.DIRECT.GET.${STREAM}.${subjectOf(event)}`,
    `$JS.ACK.${STREAM}.${name}.>`,
  ];
};

const inboxOf = (service: ServiceName): string[] =>
  keepsEvents(service) ? [`${inboxPrefixOf(service)}.>`] : [];
