import { expect } from 'chai';
import { judgePassword } from '../../../../services/accounts/users/strong-password.ts';

describe('Passwords that are judged while they are typed', () => {
  it('take turns with whatever else is to do, and no more wait than are soon judged', async () => {
    let others = 0;
    const turn = (): void => {
      others += 1;
      next = setImmediate(turn);
    };
    let next = setImmediate(turn);
    const asked = await Promise.allSettled(
      Array.from({ length: 100 }, () => judgePassword({ password: 'tulipan mesa nube rio' })),
    );
    clearImmediate(next);
    const judged = asked.filter(({ status }) => status === 'fulfilled');
    const refused = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(judged.length).to.be.within(20, 21);
    for (const error of refused) expect(error).to.include({ code: 'busy', status: 503 });
    expect(others).to.be.at.least(judged.length - 1);
    expect((await judgePassword({ password: 'tulipan mesa nube rio' })).problem).to.equal(null);
  });
});
