import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { tokenHash } from '../../../shared/identity/token-hash.ts';
import { audit } from '../audit/audit.ts';
import { SessionEntity, UserEntity } from '../store/entities.ts';

/** Closes the session that a token opens; one that is closed already stays so. */
export const logOut = (
  em: EntityManager,
  { token, ip }: ActionParams<'accounts.logout'>,
  now: Date,
): Promise<void> =>
  em.transactional(async (tx) => {
    const session = await tx.findOne(SessionEntity, { tokenHash: tokenHash(token) });
    if (session === null) return;
    await tx.nativeDelete(SessionEntity, { tokenHash: session.tokenHash });
    const user = await tx.findOneOrFail(UserEntity, { id: session.userId });
    const entry = { actor: user, action: 'session.close', subjectIds: [user.id], ip } as const;
    await audit(tx, { ...entry, detail: 'Salió' }, now);
  });
