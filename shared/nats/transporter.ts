import { Transporters } from 'moleculer';
import type { ConnectionOptions, Msg, NatsConnection, NatsError } from 'nats';
import { allServices, type ServiceName } from '../contract/services.ts';
import { receiversOf, sendersTo } from './arrows.ts';
import { ANYBODY, anyOf, packetSubject, SEVERAL, senderOf, serviceOf } from './subjects.ts';

const DISCOVER = 'DISCOVER';
const INFO = 'INFO';
/** Nothing of ours asks how far away another process is. */
const UNUSED = new Set(['PING', 'PONG']);

/**
 * Moleculer's way over NATS, with two differences. Each subject names the sender too, so that the server's permissions
 * say who may send what to whom, and a packet that names another sender than its subject is dropped: nobody can pass for
 * another service's process. And of broadcasts a process hears only those of the services that it has to do with.
 */
export class SignedNatsTransporter extends Transporters.NATS {
  constructor(options: ConnectionOptions) {
    super(options);
  }

  override subscribe(command: string, nodeId?: string): Promise<void> {
    if (UNUSED.has(command)) return Promise.resolve();
    for (const subject of this.#subjectsOf(command, nodeId)) this.#listen(command, subject);
    return Promise.resolve();
  }

  override getTopicName(command: string, nodeId?: string): string {
    return packetSubject(command, nodeId, this.nodeID);
  }

  #subjectsOf(command: string, nodeId: string | undefined): string[] {
    if (nodeId !== undefined) return [packetSubject(command, nodeId, ANYBODY)];
    return heardBy(serviceOf(this.nodeID), command).map((from) => packetSubject(command, undefined, from));
  }

  #listen(command: string, subject: string): void {
    const client = this.client as NatsConnection;
    client.subscribe(subject, {
      callback: (error: NatsError | null, message: Msg) => {
        if (error !== null) this.logger.error(`not allowed to hear ${subject}: ${error.message}`);
        else this.#take(command, message);
      },
    });
  }

  #take(command: string, message: Msg): void {
    const sender = senderOf(message.subject);
    const packet = this.#packetFrom(sender, command, message.data);
    if (packet === null) this.logger.warn(`packet ${command} dropped: it is not what ${sender} may say`);
    // Read once: `receive` would read it again. The library's types do not say that its base class keeps this.
    else (this as unknown as Taker).messageHandler(command, packet);
  }

  /** Whatever somebody sent: it is looked at, not trusted. @returns null unless it says of its sender what the server let through */
  #packetFrom(
    sender: string,
    command: string,
    { buffer, byteOffset, byteLength }: Uint8Array,
  ): Packet | null {
    try {
      const data = Buffer.from(buffer, byteOffset, byteLength);
      const packet = this.deserialize(command, data) as unknown as Packet;
      const { payload } = packet;
      const isTheirs =
        payload.sender === sender && (command !== INFO || offersItsOwn(sender, payload.services));
      return isTheirs ? packet : null;
    } catch {
      return null;
    }
  }
}

interface Taker {
  messageHandler(command: string, packet: Packet): unknown;
}

/** A packet, as much of it as is looked at here. */
interface Packet {
  payload: Partial<Said>;
}

/** What a packet says of whom it is from. */
interface Said {
  sender: string;
  services: readonly { name: string }[];
}

/** A process offers the service that its id names, and no other. */
const offersItsOwn = (sender: string, services: Said['services'] = []): boolean => {
  const service = serviceOf(sender);
  return service === SEVERAL || services.every(({ name }) => name === service);
};

/** Whose broadcasts a process of a service hears: questions of those who call it, and word of those whom it calls. */
export const heardBy = (service: string, command: string): string[] => {
  const known = allServices.find((name): name is ServiceName => name === service);
  if (known === undefined) return [ANYBODY];
  const others = command === DISCOVER ? sendersTo(known) : receiversOf(known);
  return [...others, SEVERAL].map(anyOf);
};
