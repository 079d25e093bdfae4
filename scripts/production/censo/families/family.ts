import type { Readable } from 'node:stream';
import type { Command } from 'commander';
import type { Config } from '../../../../shared/config/config.ts';
import type { Output, Result } from '../result/result.ts';

/** What an order is given with, and where its words go: `process` has it all. */
export interface Surroundings extends Output {
  env: NodeJS.ProcessEnv;
  stdin: Readable;
}

/** What orders are made and answered with. */
interface Making {
  program: Command;
  surroundings: Surroundings;
  /** Read when an order is given, and not before: help needs none. */
  configuration(): Config;
  /** Adds an order, or a word that others stand below. */
  order(parent: Command, name: string, description: string): Command;
  /** Told of what came of the order that was given. */
  done(result: Result): void;
}

/** Adds the orders of one kind, their options and their help. */
export type Family = (making: Making) => void;

/** Who gives an order that changes how lookups go. */
export const by = ['--por <nombre>', 'quién lo hace; queda escrito'] as const;
