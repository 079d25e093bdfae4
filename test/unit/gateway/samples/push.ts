import type { Pages } from '../../../../services/gateway/context.ts';
import { presentBrowser } from '../../../../services/gateway/push/push.ts';
import { NOW } from '../support/views.ts';
import { answered, waiting } from './cards.ts';

const AT = '2026-05-31T14:00:00.000Z';
const ANDROID =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36';
const device = {
  ...{ id: '44444444-4444-4444-8444-444444444444', userAgent: ANDROID, service: 'fcm.googleapis.com' },
  ...{ since: AT, lastAt: null, isCurrent: true },
};

/** The pages of `push`. */
export const pushPages = {
  'push/push': [
    { title: 'Avisos', isOn: true, browsers: [] },
    {
      ...{ title: 'Avisos', isOn: true },
      browsers: [
        presentBrowser(device, NOW),
        presentBrowser(
          {
            ...{ ...device, id: '55555555-5555-4555-8555-555555555555', userAgent: '' },
            ...{ lastAt: AT, isCurrent: false },
          },
          NOW,
        ),
      ],
    },
    { title: 'Avisos', isOn: false, browsers: [] },
  ],
  'push/kept': [
    { title: 'Sin conexión', isStill: true, isBare: true, card: answered },
    { title: 'Sin conexión', isStill: true, isBare: true, card: waiting },
    { title: 'Sin conexión', isStill: true, isBare: true, card: null },
  ],
} satisfies Partial<{ [K in keyof Pages]: readonly [Pages[K], ...Pages[K][]] }>;
