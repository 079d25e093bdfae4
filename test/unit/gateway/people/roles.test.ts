import { expect } from 'chai';
import { roleChangeText, roleOptions } from '../../../../services/gateway/people/roles.ts';
import { actionOptions } from '../../../../services/gateway/people/trail-view.ts';

describe('The roles, as administrators see them,', () => {
  it('have a Spanish name for every role and every action of the trail', () => {
    for (const { label } of [...roleOptions('LEADER'), ...actionOptions(undefined)])
      expect(label).to.match(/^[A-ZÁÉÍÓÚ][a-záéíóúñ() ]+$/);
    expect(roleOptions('LEADER').filter(({ chosen }) => chosen)).to.have.lengthOf(1);
    expect(roleOptions(undefined).filter(({ chosen }) => chosen)).to.have.lengthOf(0);
  });

  it('are named in a change, which leaves the reason as it was written', () => {
    expect(roleChangeText('USER → COORDINATOR: ya no es USER: ahora ADMIN')).to.equal(
      'Persona → Coordinador(a): ya no es USER: ahora ADMIN',
    );
  });
});
