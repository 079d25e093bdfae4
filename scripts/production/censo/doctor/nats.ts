import { connect, type NatsConnection } from 'nats';
import type { Config } from '../../../../shared/config/config.ts';
import { isOlderThanTested, TESTED_NATS } from '../../../../shared/durable/nats-version.ts';
import { findStream, keepsTooMuch, STREAM } from '../../../../shared/durable/stream.ts';
import { errorCodeOf } from '../../../../shared/errors.ts';
import { keepsEvents } from '../../../../shared/nats/arrows.ts';
import { natsOptions } from '../../../../shared/nats/connection.ts';
import { counted } from '../../../../shared/plural.ts';
import { away, type Check, type Finding, fault, notice, ok } from './check.ts';

const TIMEOUT_MS = 5_000;

/** NATS: reachable, with JetStream, and with the stream that the events are in. */
export const natsCheck = ({ nats, services }: Pick<Config, 'nats' | 'services'>): Check => ({
  name: 'NATS',
  async look() {
    if (nats === undefined) return ok('no se usa: todo corre en un proceso');
    let connection: NatsConnection;
    try {
      connection = await connect({
        ...natsOptions(nats),
        timeout: TIMEOUT_MS,
        reconnect: false,
      });
    } catch (error) {
      return away(
        `no responde (${errorCodeOf(error)})`,
        'Revise NATS_URL y que el servidor esté en marcha: sin él los servicios no se encuentran.',
      );
    }
    try {
      return await lookAt(connection, services.some(keepsEvents));
    } finally {
      await connection.close();
    }
  },
});

const lookAt = async (connection: NatsConnection, keeps: boolean): Promise<Omit<Finding, 'name'>> => {
  const { version = '?', jetstream = false } = connection.info ?? {};
  const isOld = isOlderThanTested(version);
  const server = `versión ${version}${isOld ? `, más antigua que la probada (${TESTED_NATS})` : ''}`;
  if (!jetstream) return fault(`${server}, sin JetStream`, 'Inicie nats-server con -js y un disco (-sd).');
  // Who keeps no events has no right to ask for them.
  if (!keeps) return judged(`${server}, JetStream activo`, isOld);
  const manager = await connection.jetstreamManager({ timeout: TIMEOUT_MS });
  const stream = await findStream(manager);
  if (stream === null)
    return notice(`${server}, sin el flujo ${STREAM}`, 'Lo crea el primer servicio que inicia.');
  const { state, config } = stream;
  if (keepsTooMuch(config))
    return fault(
      `el flujo ${STREAM} guarda los eventos en disco, o más tiempo del que hace falta`,
      'Reinicie accounts: lo hace de nuevo en memoria, y lo que tenía se encuentra buscando.',
    );
  return judged(
    `${server}, JetStream activo, ${counted(state.messages, 'evento', 'eventos')} en ${STREAM}`,
    isOld,
  );
};

const judged = (detail: string, isOld: boolean): Omit<Finding, 'name'> =>
  isOld ? notice(detail, `Actualice nats-server a ${TESTED_NATS} o posterior.`) : ok(detail);
