import { connect, type NatsConnection } from 'nats';
import type { Config } from '../../../../shared/config/config.ts';
import { isOlderThanTested, TESTED_NATS } from '../../../../shared/durable/nats-version.ts';
import { STREAM } from '../../../../shared/durable/stream.ts';
import { errorCodeOf } from '../../../../shared/errors.ts';
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
  const { version = '?', jetstream = false } = connection.info ?? {};
  const isOld = isOlderThanTested(version);
  const server = `versión ${version}${isOld ? `, más antigua que la probada (${TESTED_NATS})` : ''}`;
  if (!jetstream) return fault(`${server}, sin JetStream`, 'Inicie nats-server con -js y un disco (-sd).');
  const manager = await connection.jetstreamManager({ timeout: TIMEOUT_MS });
  const streams = await manager.streams.names().next();
  if (!streams.includes(STREAM))
    return notice(`${server}, sin el flujo ${STREAM}`, 'Lo crea el primer servicio que inicia.');
  const { state, config } = await manager.streams.info(STREAM);
  if (config.storage !== 'file')
    return fault(`el flujo ${STREAM} está en memoria`, 'Créelo de nuevo con almacenamiento en disco (file).');
  const detail = `${server}, JetStream activo, ${state.messages} eventos en ${STREAM}`;
  return isOld ? notice(detail, `Actualice nats-server a ${TESTED_NATS} o posterior.`) : ok(detail);
};
