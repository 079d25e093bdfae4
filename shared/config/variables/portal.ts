import { z } from 'zod';
import { integer, oneOf, text, variable } from './variable.ts';

/** Where people are told to write or call. */
const contact = z
  .string()
  .regex(/^(?:mailto:\S+@\S+|https:\/\/\S+|tel:\+?[\d-]+)$/, 'debe empezar por mailto:, https:// o tel:');

/** In one line beside others, in a picture as well. */
const electionName = z
  .string()
  .trim()
  .min(3, 'debe tener al menos 3 letras')
  .max(80, 'debe tener a lo sumo 80 letras')
  .regex(/^[^\p{C}<>]*$/u, 'debe ser un texto de una sola línea, sin < ni >');
const electionDay = z.iso.date('debe ser una fecha como 2026-05-31');

/** How a process runs, and under which addresses it is reached. */
export const portalVariables = {
  NODE_ENV: variable(oneOf(['development', 'production', 'test']), {
    fallback: 'development',
    unit: 'development | production | test',
    help: 'En production no hay simulador ni cuentas de demostración y las cookies exigen HTTPS.',
  }),
  PORT: variable(integer(0, 65_535), { fallback: '3000', unit: 'puerto', help: 'Puerto del portal.' }),
  HOST: variable(text, {
    fallback: '0.0.0.0',
    unit: 'dirección',
    help: 'Interfaz en la que escucha el portal.',
  }),
  METRICS_HOST: variable(text, {
    fallback: '127.0.0.1',
    unit: 'dirección',
    help: 'Interfaz de METRICS_PORT. Otra solo dentro de una red propia, como la de los contenedores.',
  }),
  METRICS_PORT: variable(integer(0, 65_535), {
    fallback: '9464',
    unit: 'puerto',
    help: 'Puerto de /metrics (Prometheus). No lo haga público.',
  }),
  DIRECT_HOST: variable(text, {
    fallback: '127.0.0.1',
    unit: 'dirección',
    help: 'Interfaz de DIRECT_PORT. Otra solo dentro de una red propia; con los procesos en varias máquinas hace falta.',
  }),
  DIRECT_PORT: variable(integer(0, 65_535), {
    fallback: '0',
    unit: 'puerto',
    help: 'Puerto por el que los procesos se llaman entre sí mientras falta NATS; 0: uno libre. No lo haga público.',
  }),
  ELECTION_NAME: variable(electionName, {
    unit: 'texto',
    help: 'La elección para la que la gente consulta, como se dice («Elecciones al Congreso»): la dicen el tiquete y la entrada. Va con ELECTION_DATE.',
  }),
  ELECTION_DATE: variable(electionDay, {
    unit: 'AAAA-MM-DD',
    help: 'Su día. Después de él las páginas dicen que ya pasó, hasta que usted ponga la siguiente o quite las dos.',
  }),
  SECURITY_CONTACT: variable(contact, {
    unit: 'mailto:… | https:… | tel:…',
    help: 'A quién avisa quien encuentra una falla de seguridad: se publica en /.well-known/security.txt.',
  }),
  LOG_LEVEL: variable(oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace']), {
    unit: 'fatal | error | warn | info | debug | trace',
    help: 'Detalle de los registros. Sin ella: info con NODE_ENV=production, y warn al probarlo en una terminal.',
  }),
};
