import { z } from 'zod';

/** Whose answer it is, who referred them, and who referred that referrer when it is a LEADER. */
export const subjectRule = z.object({
  userId: z.uuid(),
  referrerId: z.uuid().nullable(),
  coordinatorId: z.uuid().nullable(),
});
export type Subject = z.output<typeof subjectRule>;
