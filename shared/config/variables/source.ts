import { z } from 'zod';
import { integer, text, urlOf, variable } from './variable.ts';

export const builtInSources = ['consultacenso', 'wsp'] as const;

/** A built-in source, or the path of a module: it has a dot or a slash at its start. */
const sourceName = z
  .string()
  .trim()
  .refine(
    (name) => (builtInSources as readonly string[]).includes(name) || /^[./]/.test(name),
    `debe ser ${builtInSources.join(' o ')}, o la ruta de un módulo que empiece por . o /`,
  );

const MOST_SOURCES = 3;

const sourceNames = z
  .string()
  .transform((names) => names.split(','))
  .pipe(
    z
      .array(sourceName)
      .max(MOST_SOURCES, `son ${MOST_SOURCES} como máximo`)
      .refine((names) => new Set(names).size === names.length, 'cada una va una vez'),
  );

const addresses = z
  .string()
  .transform((all) => all.split(',').map((one) => one.trim()))
  .pipe(z.array(urlOf('http:', 'https:')).max(MOST_SOURCES - 1));

/** What is looked up, and the simulator in its place. */
export const sourceVariables = {
  SOURCE: variable(sourceNames, {
    fallback: 'consultacenso',
    unit: 'consultacenso | wsp | ruta, o varias separadas por comas',
    help: 'Página oficial que se consulta, o la ruta de un módulo con otra fuente (docs/plugins.md). De varias se consulta la primera, y mientras su circuito esté abierto la siguiente.',
  }),
  REGISTRADURIA_URL: variable(urlOf('http:', 'https:'), {
    unit: 'https://…',
    help: 'Dirección completa de la página. Sin ella se usa el simulador; en production es obligatoria.',
  }),
  NEXT_URLS: variable(addresses, {
    unit: 'https://…,https://…',
    help: 'Direcciones completas de las demás fuentes de SOURCE, en su orden. Con REGISTRADURIA_URL son obligatorias si SOURCE nombra varias.',
  }),
  SIMULATOR_HOST: variable(text, {
    fallback: '127.0.0.1',
    unit: 'dirección',
    help: 'Interfaz en la que escucha el simulador. Otra solo dentro de una red propia, como la de los contenedores.',
  }),
  SIMULATOR_PORT: variable(integer(0, 65_535), {
    fallback: '0',
    unit: 'puerto',
    help: 'Puerto del simulador; 0 = cualquiera libre.',
  }),
  SIMULATOR_DELAY_MS: variable(integer(0, 60_000), {
    fallback: '800',
    unit: 'milisegundos',
    help: 'Demora de cada respuesta del simulador.',
  }),
};
