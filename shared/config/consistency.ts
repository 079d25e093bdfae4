import type { ServiceName } from '../contract/services.ts';
import { lookupRules } from './rules/lookups.ts';
import { memberRules } from './rules/members.ts';
import { messageRules } from './rules/messages.ts';
import { portalRules } from './rules/portal.ts';
import type { Rule } from './rules/rule.ts';
import { serverRules } from './rules/servers.ts';
import type { Values } from './variables/variables.ts';

const rules: readonly Rule[] = [...lookupRules, ...portalRules, ...serverRules, ...messageRules];

/**
 * Rules between variables, in Spanish; empty when all hold.
 *
 * @param services the services that this process will run: each needs different variables
 * @param isMember whether it will be a part of the portal, or an order that reads the same variables
 */
export const inconsistencies = (
  values: Values,
  services: readonly ServiceName[],
  isMember: boolean,
): string[] =>
  [...rules, ...(isMember ? memberRules : [])]
    .map((rule) => rule(values, services))
    .filter((problem) => problem !== false);
