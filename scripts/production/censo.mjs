#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { requireNode } from './require-node.mjs';

/** `npx censo …`: carries out one order and says how it ended. */
requireNode(
  'censo',
  'En Linux "npm ci" lo instala: use "npx censo" en la carpeta del portal.',
  2, // `usage` in censo/result/result.ts, which an old Node cannot read.
);
// Whoever reads may stop before the end, as `head` does: that is no fault, and no reason to stop what was ordered.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });
const { entry } = await import('./bundle/entry.ts');
const { carryOut } = await import(await entry('censo'));
if (existsSync('.env')) process.loadEnvFile('.env');
process.exitCode = await carryOut(process.argv.slice(2), process);
