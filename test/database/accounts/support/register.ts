import type { EntityManager } from '@mikro-orm/postgresql';
import { register as registerFrom } from '../../../../services/accounts/registration/register.ts';
import type { ActionParams } from '../../../../shared/contract/actions.ts';
import { text } from './policy.ts';
import { subnetOf } from './subnet.ts';

export const register = (
  em: EntityManager,
  asked: ActionParams<'accounts.register'>,
  now: Date,
): ReturnType<typeof registerFrom> => registerFrom(em, { subnetOf, text }, asked, now);
