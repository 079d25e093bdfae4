import { connect, type JetStreamManager, type NatsConnection, type StreamInfo } from 'nats';
import type { NatsAccess } from '../config/config.ts';
import { AppError, isAppError } from '../errors.ts';
import { natsOptions } from '../nats/connection.ts';
import { type Clock, systemClock } from '../time/clock.ts';
import { waitFor } from '../time/wait-for.ts';
import { type ConnectionState, watchConnection } from './nats-connection.ts';
import { isOlderThanTested, TESTED_NATS } from './nats-version.ts';
import { ensureStream, STREAM } from './stream.ts';

export interface JetStreamOptions {
  nats: NatsAccess;
  /** Whether it announces or handles events, for which it needs the stream; true unless told. Else it only follows. */
  keeps?: boolean;
  /** Shown in the server's connection list. */
  name: string;
  log: { info(message: string): void; warn(message: string): void; error(message: string): void };
  /** On how many servers a stream that is made here keeps each event; 1 unless told. */
  replicas?: number;
  /** Whether it is this process that makes the stream, and replaces one that is not as it should be; true unless told. */
  makesStream?: boolean;
  /** How long a start waits for a server that is not up yet, in ms; 60,000 unless told. */
  patienceMs?: number;
  clock?: Clock;
}

/** The servers that keep events, and the stream in which they do. */
export interface JetStream {
  /** @throws AppError when no server with JetStream answers in time (`nats_away`), or none has the stream (`stream_missing`) */
  connect(): Promise<void>;
  isReady(): boolean;
  /** @throws Error before it is connected */
  connection(): NatsConnection;
  manager(): Promise<JetStreamManager>;
  /** Makes the stream when it is missing. @throws AppError `stream_missing` when that is somebody else's to do */
  stream(): Promise<StreamInfo>;
  close(): Promise<void>;
}

/** The servers' time for anything that is asked of them, in ms. */
export const CALL_TIMEOUT_MS = 5_000;
const PATIENCE_MS = 60_000;
/** Two of these without an answer, and the server is given up for another: it may stand still with its connections open. */
const PING_MS = 3_000;
const MOST_PINGS_OUT = 2;

/** @param lost told when the stream turns out to be another one than before: what that one had is lost */
export const createJetStream = (options: JetStreamOptions, lost: () => void): JetStream => {
  const {
    nats,
    name,
    log,
    keeps = true,
    replicas = 1,
    makesStream = true,
    patienceMs = PATIENCE_MS,
    clock = systemClock,
  } = options;
  let connected: { connection: NatsConnection; state: ConnectionState } | undefined;
  let known: { created: string; lastSeq: number } | undefined;

  const open = async (): Promise<void> => {
    const connection = await connect({
      ...natsOptions(nats),
      name,
      timeout: CALL_TIMEOUT_MS,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 500,
      pingInterval: PING_MS,
      maxPingOut: MOST_PINGS_OUT,
    });
    connected = { connection, state: watchConnection(connection) };
  };
  const connection = (): NatsConnection => {
    if (connected === undefined) throw new Error('the event bus is not connected');
    return connected.connection;
  };
  const manager = (): Promise<JetStreamManager> =>
    connection().jetstreamManager({ timeout: CALL_TIMEOUT_MS });
  const stream = async (): Promise<StreamInfo> => {
    const { info, replaced } = await ensureStream(await manager(), replicas, makesStream);
    if (replaced === 'old')
      log.info(`stream ${STREAM} keeps events in memory now, until their consumers have them`);
    if (replaced === 'foreign')
      log.warn(`stream ${STREAM} took or told more than events: somebody else made it, and it is made anew`);
    const { created, state } = info;
    // In a group of servers it may come back under its name, and with nothing.
    const isAnother = known !== undefined && (known.created !== created || state.last_seq < known.lastSeq);
    known = { created, lastSeq: state.last_seq };
    if (isAnother || replaced !== null) {
      if (isAnother) log.warn(`stream ${STREAM} was lost and is made anew: what it had is found by looking`);
      lost();
    }
    return info;
  };
  const close = async (): Promise<void> => connected?.connection.close();

  return {
    async connect() {
      await waitFor('NATS with JetStream', { log, patienceMs, clock }, async () => {
        if (connected === undefined) await open();
        if (keeps) await stream();
      }).catch(async (error: unknown) => {
        await close();
        throw isAppError(error) ? error : natsAway(error);
      });
      const version = connection().info?.version ?? '';
      if (isOlderThanTested(version))
        log.warn(`NATS ${version} is older than what is tested (${TESTED_NATS}): upgrade the server`);
    },
    isReady: () => connected?.state.isAway() === false,
    ...{ connection, manager, stream, close },
  };
};

/** Without the address: it may have a password. */
const natsAway = (cause: unknown): AppError =>
  new AppError(
    'nats_away',
    'NATS con JetStream no respondió a tiempo: revise NATS_URL, que el servidor esté en marcha y que tenga JetStream (-js), y vuelva a iniciar. START_TIMEOUT_S dice cuánto se espera.',
    { status: 503, cause },
  );
