import { expect } from 'chai';
import { startCatchUp } from '../../../../services/gateway/live/catch-up.ts';
import type { CatchingUp } from '../../../../shared/catch-up/catching-up.ts';
import type { ActionParams } from '../../../../shared/contract/actions.ts';
import type { RecordChange } from '../../../../shared/contract/changes.ts';
import type { Call } from '../../../../shared/moleculer/call.ts';
import { eventually } from '../../../support/eventually.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

const START = Date.parse('2026-11-02T12:00:00Z');
const at = (seconds: number): string => new Date(START + seconds * 1_000).toISOString();
const changed = (version: number, seconds: number): RecordChange => ({
  ...{ userId: '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11', referrerId: null, status: 'ACTIVE', version },
  changedAt: at(seconds),
});

describe('A gateway that may have missed an event', () => {
  let told: number[];
  let asked: ActionParams<'census.changes'>[];
  let changes: RecordChange[];
  let gap: () => void;
  let running: CatchingUp;

  beforeEach(() => {
    [told, asked, changes] = [[], [], []];
    running = startCatchUp(
      {
        config: { catchUpS: 60 },
        bus: {
          onGap(listener: () => void) {
            gap = listener;
          },
        },
      } as never,
      {
        call: (async (_name: string, params: ActionParams<'census.changes'>) => {
          asked.push(params);
          return { items: changes, more: false };
        }) as unknown as Call,
        hub: { changed: async ({ version }) => void told.push(version) },
        clock: createFakeClock(START),
        log: { warn: (message) => expect.fail(message) },
      },
    );
  });
  afterEach(() => running.stop());

  it('asks what changed since it began, and a little before', async () => {
    await eventually('it asks', () => asked.length > 0);

    expect(asked[0]?.after?.at).to.equal(at(-60));
  });

  it('looks at once when the bus has lost events, and tells its streams in order', async () => {
    await eventually('the first look', () => asked.length > 0);
    changes = [changed(3, 1), changed(4, 2)];
    gap();
    await eventually('both are told', () => told.length === 2);

    expect(told).to.deep.equal([3, 4]);
  });
});
