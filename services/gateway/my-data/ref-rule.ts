import { z } from 'zod';
import { parseReferralCode } from '../../../shared/person/referral-code.ts';

/** Who invited somebody, as a program says it: a code or a link; null = nobody. What is neither is a mistake. */
export const refRule = z.object({
  ref: z
    .string({ error: 'Debe ser un texto, o null si no le invitó nadie.' })
    .max(500, 'El código es demasiado largo.')
    .transform((text, context) => {
      const code = parseReferralCode(text);
      if (code !== null) return code;
      context.issues.push({ code: 'custom', input: text, message: 'No es un código ni un enlace.' });
      return z.NEVER;
    })
    .nullable(),
});
