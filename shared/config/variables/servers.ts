import { z } from 'zod';
import { integer, text, urlOf, variable } from './variable.ts';

/** Nobody types it: long enough that it cannot be guessed. */
const rolePassword = z.string().min(16, 'debe tener al menos 16 caracteres');

/** The servers that keep what the portal knows, and how long they are waited for. */
export const serversVariables = {
  DATABASE_URL: variable(urlOf('postgres:', 'postgresql:'), {
    unit: 'postgres://…',
    help: 'Postgres 15 o posterior, con el rol de este proceso: censo_accounts, censo_census o, para «censo migrate», quien administra. Sin ella, el modo embebido inicia un Postgres propio en DATA_DIR.',
  }),
  DATABASE_PASSWORD_ACCOUNTS: variable(rolePassword, {
    unit: 'clave',
    help: 'Clave que «censo migrate», o el modo embebido con DATABASE_URL, le da al rol censo_accounts. Sin ella «censo migrate» le deja la suya. En el modo embebido van las tres o ninguna: sin ellas todos los servicios usan el rol de DATABASE_URL.',
  }),
  DATABASE_PASSWORD_CENSUS: variable(rolePassword, {
    unit: 'clave',
    help: 'Lo mismo para censo_census.',
  }),
  DATABASE_PASSWORD_PACE: variable(rolePassword, {
    unit: 'clave',
    help: 'Lo mismo para censo_pace, que lleva el ritmo en Postgres cuando no hay Redis.',
  }),
  DATABASE_PASSWORD_BACKUP: variable(rolePassword, {
    unit: 'clave',
    help: 'Con ella «censo migrate» hace el rol censo_backup, que lee todo y no cambia nada: con él se hacen los respaldos.',
  }),
  NATS_URL: variable(urlOf('nats:', 'tls:'), {
    unit: 'nats://… | tls://…',
    help: 'NATS 2.9.10 o posterior con JetStream. Con ella el portal está en modo distribuido.',
  }),
  NATS_USER: variable(text, {
    unit: 'usuario',
    help: 'Con quién se conecta a NATS: cada servicio tiene su usuario, que se llama como él. Obligatorio en production; «censo keys» hace las claves.',
  }),
  NATS_PASSWORD: variable(text, { unit: 'contraseña', help: 'Contraseña de NATS_USER.' }),
  NATS_TLS_CA: variable(text, {
    unit: 'ruta',
    help: 'Autoridad que firmó el certificado de NATS. Con ella, o con tls:// en NATS_URL, no hay conexión sin TLS.',
  }),
  NATS_TLS_CERT: variable(text, {
    unit: 'ruta',
    help: 'Certificado propio, si el servidor de NATS lo pide. Va con NATS_TLS_KEY.',
  }),
  NATS_TLS_KEY: variable(text, { unit: 'ruta', help: 'Llave de NATS_TLS_CERT.' }),
  NATS_STREAM_REPLICAS: variable(integer(1, 5), {
    fallback: '1',
    unit: 'servidores',
    help: 'En cuántos servidores de NATS se guarda cada evento, al crear el flujo. No más de los que tiene el grupo; 3 con un grupo de tres.',
  }),
  REDIS_URL: variable(urlOf('redis:', 'rediss:'), {
    unit: 'redis://… | rediss://…',
    help: 'Redis que guarda el ritmo de las consultas, y en el que los procesos gateway cuentan juntos los límites (LIMIT_…); sin ella cada uno cuenta los suyos. Obligatoria para el consultor en modo distribuido.',
  }),
  START_TIMEOUT_S: variable(integer(1, 3_600), {
    fallback: '60',
    unit: 'segundos',
    help: 'Cuánto espera un servicio al arrancar a que respondan Postgres y NATS; después termina con código 1. También «censo migrate», con código 3.',
  }),
  CATCH_UP_S: variable(integer(1, 3_600), {
    fallback: '60',
    unit: 'segundos',
    help: 'Cada cuánto buscan los servicios lo que un evento perdido no les dijo: registros sin consulta, roles, respuestas.',
  }),
  EVENT_TRIES: variable(integer(1, 50), {
    fallback: '10',
    unit: 'intentos',
    help: 'Después de cuántos intentos fallidos se aparta un evento que no se puede procesar; con 10 pasan 46 segundos, en los que los demás esperan.',
  }),
  DATA_DIR: variable(text, {
    fallback: '.data',
    unit: 'carpeta',
    help: 'Datos del modo embebido: Postgres propio, el navegador que viene por npm y, si no hay FACTOR_KEY, factor-key, la clave que cifra los secretos de las aplicaciones de códigos: cópiela con los datos; si se pierde, quien usa una no entra.',
  }),
};
