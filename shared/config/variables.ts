import type { z } from 'zod';
import { accountsVariables } from './variables/accounts.ts';
import { backupVariables } from './variables/backup.ts';
import { consentVariables } from './variables/consent.ts';
import { doorVariables } from './variables/door.ts';
import { factorsVariables } from './variables/factors.ts';
import { identityVariables } from './variables/identity.ts';
import { lookupsVariables } from './variables/lookups.ts';
import { messengerVariables } from './variables/messenger.ts';
import { portalVariables } from './variables/portal.ts';
import { pushVariables } from './variables/push.ts';
import { scraperVariables } from './variables/scraper.ts';
import { serversVariables } from './variables/servers.ts';
import { sourceVariables } from './variables/source.ts';

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
