import { Command } from 'commander';
import type { Config } from '../../../shared/config/config.ts';
import { loadConfig } from '../../../shared/config/load.ts';
import type { ServiceName } from '../../../shared/contract/services.ts';
import { backups } from './families/backups.ts';
import { evidence } from './families/evidence.ts';
import type { Family, Surroundings } from './families/family.ts';
import { queue } from './families/queue.ts';
import { trail } from './families/trail.ts';
import { upkeep } from './families/upkeep.ts';
import { users } from './families/users.ts';
import type { Result } from './result/result.ts';

const EXIT_CODES = `
Códigos de salida:
  0  bien
  1  una revisión encontró fallas, o lo pedido no se pudo hacer
  2  la orden o la configuración no es válida, o el Node es muy antiguo
  3  un servidor que se necesita no responde`;

/** commander's own titles, which are English. */
const titles: Record<string, string> = {
  'Usage:': 'Uso:',
  'Arguments:': 'Argumentos:',
  'Options:': 'Opciones:',
  'Commands:': 'Órdenes:',
};

const inSpanish = (usage: string): string =>
  usage.replace('[options]', '[opciones]').replace('[command]', '<orden>');

/** These only ask for the database, which is all that the orders need. */
const stores: readonly ServiceName[] = ['accounts', 'census'];

/** In the order of their help. */
const families: readonly Family[] = [users, queue, evidence, trail, backups, upkeep];

/**
 * The command line: every order, its options and its help.
 *
 * @param done told of what came of the order that was given
 */
export const createProgram = (surroundings: Surroundings, done: (result: Result) => void): Command => {
  const { env, stdout } = surroundings;
  const configuration = (): Config => loadConfig(env, stores, { isMember: false });
  const program = new Command('censo')
    .description('Opera Censo Vivo desde la línea de comandos, con la configuración del entorno o de .env')
    .option('--json', 'responde con un objeto JSON')
    .addHelpText('after', EXIT_CODES);
  const order = (parent: Command, name: string, description: string): Command =>
    dressed(parent.command(name), stdout).description(description);
  dressed(program, stdout);

  for (const add of families) add({ program, surroundings, configuration, order, done });
  return program;
};

/** Spanish help, and errors that are thrown instead of printed in English. */
const dressed = (command: Command, stdout: Surroundings['stdout']): Command =>
  command
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: () => {} })
    .configureHelp({
      styleTitle: (title) => titles[title] ?? title,
      styleUsage: inSpanish,
      styleSubcommandTerm: inSpanish,
    })
    .helpOption('-h, --help', 'muestra esta ayuda')
    .helpCommand(false);
