import { expect } from 'chai';
import type { User } from '../../shared/contract/accounts.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { createVisitor } from '../support/people/visitor.ts';
import { inBothModes } from '../support/system/modes.ts';

inBothModes(
  'A USER who wants the numbers of those they referred',
  'attacked',
  (system) => {
    const phone = '3005550917';

    it('finds them on no page, in no file and in no answer of the API', async () => {
      const user = createClient(system().origin);
      const { referralCode } = (await user.register({ cedula: newCedula() })).body.user;
      const cedula = newCedula();
      const other = createClient(system().origin);
      const { id } = (await other.register({ cedula, phone, ref: referralCode })).body.user;
      const visitor = await createVisitor(system().origin, user.cookie());
      const dotted = cedula.replace(/\B(?=(\d{3})+$)/g, '.');
      const shown = [
        JSON.stringify((await user.get('/referrals')).body),
        (await visitor.get('/referidos/')).text,
        (await visitor.get(`/referido/${id}/`)).text,
        (await visitor.get('/referidos/exportar.csv')).text,
      ];
      for (const text of shown) {
        expect(text).to.include(cedula.slice(-4));
        for (const number of [cedula, dotted, phone, /300[ \u00a0]?555[ \u00a0]?0917/])
          expect(text).to.not.match(new RegExp(number));
      }
    });

    it('cannot guess them by searching, digit by digit', async () => {
      const user = createClient(system().origin);
      const { referralCode } = (await user.register({ cedula: newCedula() })).body.user;
      const cedula = newCedula();
      await createClient(system().origin).register({ cedula, phone, ref: referralCode });
      for (const q of [cedula, cedula.slice(0, 3), phone, '555']) {
        const { items } = (await user.get<{ items: User[] }>(`/referrals?q=${q}`)).body;
        expect(items, q).to.deep.equal([]);
      }
    });
  },
  ['embedded'],
);
