import { connect, type NatsConnection } from 'nats';
import type { Config } from '../../../shared/config/config.ts';
import { STREAM } from '../../../shared/durable/stream.ts';
import { errorCodeOf } from '../../../shared/error-code.ts';
import { away, type Check, type Finding, fault, notice, ok } from './check.ts';

const TIMEOUT_MS = 5_000;

/** NATS: reachable, with JetStream, and with the stream that the events are in. */
export const natsCheck = ({ natsUrl }: Config): Check => ({
  name: 'NATS',
  async look() {
    if (natsUrl === undefined) return ok('no se usa: todo corre en un proceso');
    let connection: NatsConnection;
    try {
      connection = await connect({ servers: natsUrl, timeout: TIMEOUT_MS, reconnect: false });
    } catch (error) {
      return away(
        `no responde (${errorCodeOf(error)})`,
        'Revise NATS_URL y que el servidor esté en marcha: sin él los servicios no se encuentran.',
      );
    }
    try {
      return await lookAt(connection);
    } finally {
      await connection.close();
    }
  },
});

const lookAt = async (connection: NatsConnection): Promise<Omit<Finding, 'name'>> => {
  const version = connection.info?.version ?? '?';
  const isOn = connection.info?.jetstream ?? false;
  if (!isOn)
    return fault(`versión ${version}, sin JetStream`, 'Inicie nats-server con -js y un disco (-sd).');
  const manager = await connection.jetstreamManager({ timeout: TIMEOUT_MS });
  const streams = await manager.streams.names().next();
  if (!streams.includes(STREAM))
    return notice(`versión ${version}, sin el flujo ${STREAM}`, 'Lo crea el primer servicio que inicia.');
  const { state, config } = await manager.streams.info(STREAM);
  if (config.storage !== 'file')
    return fault(`el flujo ${STREAM} está en memoria`, 'Créelo de nuevo con almacenamiento en disco (file).');
  return ok(`versión ${version}, JetStream activo, ${state.messages} eventos en ${STREAM}`);
};
