import { existsSync } from 'node:fs';
import { carryOut } from './carry-out.ts';

/** `npx censo …`: carries out one order and says how it ended. */
if (existsSync('.env')) process.loadEnvFile('.env');
process.exitCode = await carryOut(process.argv.slice(2), process);
