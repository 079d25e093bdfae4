import { z } from 'zod';

/** The service's own word for what is wrong. Its free text is left alone: it may repeat the key. */
const refused = z
  .object({ errorId: z.int().positive(), errorCode: z.string().nullish() })
  .transform(({ errorCode }) => ({ kind: 'refused' as const, code: errorCode ?? '' }));

const fine = { errorId: z.literal(0) };

/** What `createTask` answers. */
export const createTaskRule = z.union([
  refused,
  z
    .object({ ...fine, taskId: z.int().positive() })
    .transform(({ taskId }) => ({ kind: 'created' as const, taskId })),
]);

const token = z.string().regex(/^\S+$/);
/** A price is for counting only: one that cannot be read spoils no solution. */
const cost = z
  .union([
    z.number().nonnegative(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .nullable()
  .catch(null);

/** What `getTaskResult` answers. reCAPTCHA's token comes under two names, Turnstile's under one. */
export const taskResultRule = z.union([
  refused,
  z.object({ ...fine, status: z.literal('processing') }).transform(() => ({ kind: 'processing' as const })),
  z
    .object({
      ...fine,
      status: z.literal('ready'),
      solution: z.union([
        z.object({ gRecaptchaResponse: token }).transform((solution) => solution.gRecaptchaResponse),
        z.object({ token }).transform((solution) => solution.token),
      ]),
      cost,
    })
    .transform(({ solution, cost }) => ({ kind: 'ready' as const, token: solution, cost })),
]);
