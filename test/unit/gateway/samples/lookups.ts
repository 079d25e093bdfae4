import type { Pages } from '../../../../services/gateway/context.ts';
import { presentCanary } from '../../../../services/gateway/lookups/canary.ts';
import { presentDeadLetters } from '../../../../services/gateway/lookups/dead-letters.ts';
import { presentLookups } from '../../../../services/gateway/lookups/lookups-view.ts';
import { presentShapes } from '../../../../services/gateway/lookups/shapes-view.ts';
import { presentStatus } from '../../../../services/gateway/lookups/status.ts';
import type { DeadLetter } from '../../../../shared/contract/dead-letters.ts';
import { type LookupsState, NOBODY } from '../../../../shared/contract/lookups.ts';
import type { KnownShape } from '../../../../shared/contract/shapes.ts';
import { NOW, PERSON } from '../support/views.ts';

const AT = '2026-05-31T14:00:00.000Z';
const lookups: LookupsState = {
  hold: null,
  pause: null,
  lanes: [],
  workers: [],
  queue: { person: 0, single: 0, bulk: 0, scheduled: 0, later: 0, running: 0, oldestDueAt: null },
  statuses: {} as LookupsState['statuses'],
  pace: { intervalMs: 5_060, lookupMs: 1_940, lastDepartureAt: null },
  operations: [],
  lastHour: [],
  emptyAt: null,
};
const lane = {
  name: 'directa',
  reason: null,
  refusals: 0,
  failing: 0,
  openUntil: null,
  since: null,
  lastUsedAt: null,
};
const letter: DeadLetter = {
  ...{ id: 'accounts-12', event: 'user.registered', userId: null },
  ...{ error: 'DriverException 22P02', tries: 10, since: AT },
};

const shape: KnownShape = {
  ...{ fingerprint: '0123456789abcdef', text: 'form#consultaForm\n  input#documento', example: null },
  ...{ firstSeen: AT, lastSeen: AT, lastGood: AT, outcome: 'active', count: 12 },
};
const changed: KnownShape = {
  ...shape,
  ...{ text: 'form#consultaForm\n  input#<numero>', example: '“••• <no> ···”', lastGood: null },
};
const noCanary = { grantedAt: null, askedAt: null, result: null, resultAt: null, others: 0 };
const hour = { lookups: 40, page_changed: 3, unrecognised: 0, wrong_person: 1 };

/** The pages of `lookups`. */
export const lookupsPages = {
  'lookups/shapes': [
    { title: 'La página oficial', sources: [], canary: presentCanary(noCanary, NOW) },
    {
      title: 'La página oficial',
      sources: presentShapes(
        [
          {
            ...{ source: 'consultacenso', lastHour: hour },
            parts: [
              { part: 'form', today: changed, good: shape, others: 1 },
              { part: 'answer', today: shape, good: shape, others: 0 },
            ],
          },
          { source: 'wsp', lastHour: hour, parts: [{ part: 'form', today: changed, good: null, others: 0 }] },
        ],
        NOW,
      ),
      canary: presentCanary(
        { grantedAt: AT, askedAt: AT, result: 'different', resultAt: AT, others: 2 },
        NOW,
      ),
    },
  ],
  'lookups/lookups': [
    { title: 'Consultas', lookups: presentLookups(lookups, new Map(), NOW), deadLetters: null, form: {} },
    {
      title: 'Consultas',
      lookups: presentLookups(
        {
          ...lookups,
          lanes: [
            { ...lane, circuit: 'closed' },
            { ...lane, name: 'otra', circuit: 'open', reason: 'blocked', openUntil: AT },
          ],
          workers: [{ name: 'scraper-1', slots: 3, trouble: null, seenAt: AT }],
          operations: [
            { at: AT, by: PERSON.id, kind: 'pause', detail: 'Revisión' },
            { at: AT, by: NOBODY, kind: 'opened', detail: 'otra blocked' },
          ],
          lastHour: [{ from: AT, answered: 3, failed: 1, ours: 1 }],
        },
        new Map([[PERSON.id, 'Ana Ruiz']]),
        NOW,
      ),
      deadLetters: presentDeadLetters({ total: 25, items: [letter, { ...letter, userId: PERSON.id }] }, NOW),
      form: { reason: 'x', error: 'Escriba un motivo de al menos 3 letras.' },
    },
    {
      title: 'Consultas',
      lookups: presentLookups(
        {
          ...lookups,
          hold: { reason: 'paused', message: '', until: AT },
          pause: { since: AT, by: PERSON.id, reason: 'Revisión' },
        },
        new Map([[PERSON.id, 'Ana Ruiz']]),
        NOW,
      ),
      deadLetters: presentDeadLetters({ total: 1, items: [letter] }, NOW),
      form: {},
    },
  ],
  'lookups/home': [
    { title: 'Inicio', firstName: 'Ana', lookups: presentLookups(lookups, new Map(), NOW), putAside: 0 },
    {
      ...{ title: 'Inicio', firstName: 'Ana', putAside: 2 },
      lookups: presentLookups(
        { ...lookups, lastHour: [{ from: AT, answered: 3, failed: 1, ours: 1 }] },
        new Map(),
        NOW,
      ),
    },
  ],
  'lookups/status': (['answering', 'failing', 'held', 'quiet'] as const).map((state) => ({
    title: 'Estado del servicio',
    status: presentStatus(
      {
        ...{ state, lastAnswerAt: null, waiting: 2, expectedAt: null, intervalMs: 5_000 },
        hold: state === 'held' ? { reason: 'paused', message: 'En pausa.', until: null } : null,
      },
      NOW,
    ),
  })) as [Pages['lookups/status']],
} satisfies Partial<{ [K in keyof Pages]: readonly [Pages[K], ...Pages[K][]] }>;
