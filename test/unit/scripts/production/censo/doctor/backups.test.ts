import { expect } from 'chai';
import { judgeBackup } from '../../../../../../scripts/production/censo/doctor/backups.ts';

const HOUR = 3_600_000;

describe('What the doctor makes of', () => {
  const judge = (ageH: number | null, maxAgeH: number, production = true) =>
    judgeBackup(ageH === null ? null : ageH * HOUR, { backup: { recipients: [], maxAgeH }, production });

  it('backups: well while the last one is as young as it should be, and a thing to know when not', () => {
    expect(judge(25, 26)).to.deep.equal({ state: 'ok', detail: 'el último es de hace 25 h', remedy: null });
    expect(judge(27, 26)).to.include({ state: 'notice', detail: 'el último es de hace 27 h' });
    expect(judge(null, 26)).to.include({ state: 'notice', detail: 'no hay ninguno' });
  });

  it('backups that nobody waits for: a thing to know in production alone', () => {
    expect(judge(null, 0).state).to.equal('notice');
    expect(judge(null, 0, false).state).to.equal('ok');
  });
});
