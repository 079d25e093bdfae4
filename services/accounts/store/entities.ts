/** The tables of accounts, by what they are about. */
export * from './entities/factors.ts';
export * from './entities/people.ts';
export * from './entities/recovery.ts';
export * from './entities/sessions.ts';
export * from './entities/trail.ts';
