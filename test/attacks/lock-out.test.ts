import { expect } from 'chai';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { createVisitor } from '../support/people/visitor.ts';
import { inBothModes } from '../support/system/modes.ts';

const PASSWORD = 'una-clave-larga';
const NEW = 'otra-clave-mas-larga';
const WRONG = 'no-es-la-clave';

inBothModes(
  'Five wrong passwords of a stranger',
  'narrow',
  (system) => {
    let cedula: string;
    let owner: Client;
    let attacker: Client;

    beforeEach(async () => {
      cedula = newCedula('00');
      owner = createClient(system().origin, '198.51.100.7');
      attacker = createClient(system().origin, '203.0.113.9');
      await owner.register({ cedula, password: PASSWORD });
      const statuses: number[] = [];
      for (let n = 0; n < 6; n += 1)
        statuses.push((await attacker.login({ cedula, password: WRONG })).status);
      expect(statuses).to.deep.equal([401, 401, 401, 401, 401, 429]);
    });

    it('do not keep the owner out of a device that they use, not even at the same address', async () => {
      await owner.post('/logout');
      const besideTheAttacker = createClient(system().origin, '203.0.113.10');
      const known = { cookie: owner.cookie() };
      const { status } = await besideTheAttacker.post('/login', { cedula, password: PASSWORD }, known);
      expect(status).to.equal(200);
    });

    it('do not keep the owner out of a new device elsewhere', async () => {
      const phone = createClient(system().origin, '192.0.2.55');
      expect((await phone.login({ cedula, password: PASSWORD })).status).to.equal(200);
    });

    it('do not keep the owner from changing the password', async () => {
      const browser = await createVisitor(system().origin, owner.cookie());
      const { outcome } = await browser.submit('/cambiar-password/', {
        ...{ password: PASSWORD, password1: NEW, password2: NEW },
      });
      expect(outcome).to.match(/^302 \/perfil\//);
    });

    it('gain the stranger nothing: neither another address of the block nor the right password', async () => {
      const neighbour = createClient(system().origin, '203.0.113.77');
      const { status, headers } = await neighbour.login({ cedula, password: PASSWORD });
      expect([status, Number(headers.get('retry-after')) > 0]).to.deep.equal([429, true]);
    });
  },
  ['embedded'],
);
