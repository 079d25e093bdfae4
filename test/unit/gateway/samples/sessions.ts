import type { Pages } from '../../../../services/gateway/context.ts';
import { presentSession } from '../../../../services/gateway/sessions/sessions.ts';
import { NOW } from '../support/views.ts';

const AT = '2026-05-31T14:00:00.000Z';
const ANDROID =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36';
const session = {
  ...{ id: '44444444-4444-4444-8444-444444444444', userAgent: ANDROID, ip: '186.84.x.x' },
  ...{ createdAt: AT, lastUsedAt: AT, isCurrent: true },
};

/** The pages of `sessions`. */
export const sessionPages = {
  'sessions/sessions': [
    { title: 'Sus sesiones', sessions: [presentSession(session, NOW)] },
    {
      title: 'Sus sesiones',
      sessions: [
        presentSession(session, NOW),
        presentSession(
          {
            ...{ ...session, id: '55555555-5555-4555-8555-555555555555', isCurrent: false },
            ...{ userAgent: '', ip: '' },
          },
          NOW,
        ),
      ],
    },
  ],
} satisfies Partial<{ [K in keyof Pages]: readonly [Pages[K], ...Pages[K][]] }>;
