import { expect } from 'chai';
import { limitBy } from '../../../../shared/config/variables/limits.ts';
import { variables } from '../../../../shared/config/variables/variables.ts';

describe('A limit that an operator writes', () => {
  it('counts by what is known of who asks', () => {
    expect(limitBy(['address', 'person']).parse('60 ip=3/5 persona=2')).to.deep.equal({
      windowS: 60,
      bounds: { address: { free: 3, most: 5 }, person: { free: 2, most: 2 } },
    });
  });

  it('is refused where it would never count, with what may be written there', () => {
    const problems = limitBy(['address', 'portal']).safeParse('60 ip=3 persona=2').error?.issues ?? [];
    expect(problems.map(({ message }) => message)).to.deep.equal(['aquí solo se cuenta por ip, portal']);
    for (const [name, typed] of [
      ['LIMIT_READ', '60 persona=100'],
      ['LIMIT_LOGIN', '60 persona=100'],
      ['LIMIT_WRITE', '60 cedula=100'],
    ] as const)
      expect(variables[name].schema.safeParse(typed).success, name).to.equal(false);
  });
});
