import { writeFileSync } from 'node:fs';
import { envExample } from './env-example-text.ts';

/** Prints the table of variables into `.env.example`; a test says when it was forgotten. */
writeFileSync('.env.example', envExample());
