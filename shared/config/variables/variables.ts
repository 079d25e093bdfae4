import type { z } from 'zod';
import { accountsVariables } from './accounts.ts';
import { backupVariables } from './backup.ts';
import { consentVariables } from './consent.ts';
import { doorVariables } from './door.ts';
import { factorsVariables } from './factors.ts';
import { identityVariables } from './identity.ts';
import { lookupsVariables } from './lookups.ts';
import { messengerVariables } from './messenger.ts';
import { portalVariables } from './portal.ts';
import { pushVariables } from './push.ts';
import { scraperVariables } from './scraper.ts';
import { serversVariables } from './servers.ts';
import { sourceVariables } from './source.ts';

/** Every environment variable of the product. `loadConfig` reads it, `.env.example` is printed from it. */
export const variables = {
  ...portalVariables,
  ...doorVariables,
  ...serversVariables,
  ...identityVariables,
  ...sourceVariables,
  ...lookupsVariables,
  ...scraperVariables,
  ...accountsVariables,
  ...backupVariables,
  ...consentVariables,
  ...factorsVariables,
  ...messengerVariables,
  ...pushVariables,
};

type VariableName = keyof typeof variables;

/** The parsed value of every variable; undefined where it is unset and has no fallback. */
export type Values = {
  [K in VariableName]: (typeof variables)[K]['schema'] extends z.ZodType<infer T> ? T | undefined : never;
};
