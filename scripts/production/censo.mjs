#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { requireNode } from './require-node.mjs';

/** `npx censo …`: carries out one order and says how it ended. */
requireNode(
  'censo',
  'En Linux "npm ci" lo instala: use "npx censo" en la carpeta del portal.',
  2, // exit-codes.ts, which an old Node cannot read: `usage`.
);
const { carryOut } = await import('./censo/carry-out.ts');
if (existsSync('.env')) process.loadEnvFile('.env');
process.exitCode = await carryOut(process.argv.slice(2), process);
