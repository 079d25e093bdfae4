import { expect } from 'chai';
import { openPage } from '../support/pages/browser.ts';
import { everyPage } from '../support/pages/every-page.ts';
import { adoptSession } from '../support/pages/pages.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

inBothModes(
  'Each page opens without JavaScript and without a fault',
  null,
  (system) => {
    const clients = new Map<string, Client>();
    before(async () => {
      const [person, leader] = [createClient(system().origin), createClient(system().origin)];
      const { referralCode: ref } = (await leader.login(admin)).body.user;
      await person.register({ cedula: newCedula('00'), ref });
      await person.censusIn(['ACTIVE']);
      clients.set('person', person).set('admin', leader);
    });

    // With JavaScript accessibility.test.ts opens them.
    for (const [visitor, places] of Object.entries(everyPage))
      it(`for ${visitor}`, async () => {
        const page = await openPage({ javaScriptEnabled: false });
        const faults: string[] = [];
        page.on('pageerror', ({ message }) => faults.push(message));
        page.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
        const client = clients.get(visitor);
        if (client !== undefined) await adoptSession(page, system().origin, client.cookie());
        for (const [path, heading] of Object.entries(places)) {
          const reply = await page.goto(system().origin + path);
          expect(reply?.status(), path).to.equal(200);
          await page.getByRole('heading', { level: 1, name: heading }).waitFor();
        }
        expect(faults).to.deep.equal([]);
        await page.context().close();
      });
  },
  ['embedded'],
);
