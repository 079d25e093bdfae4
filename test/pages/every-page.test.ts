import { expect } from 'chai';
import { openPage } from '../support/pages/browser.ts';
import { everyPage } from '../support/pages/every-page.ts';
import { adoptSession, visits } from '../support/pages/pages.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

inBothModes(
  'Each page opens, as wide as the window and without a fault,',
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

    // On a phone with JavaScript accessibility.test.ts opens them.
    for (const { name, options } of visits.filter((one) => one.name !== 'on a phone')) {
      for (const [visitor, places] of Object.entries(everyPage)) {
        it(`${name}, for ${visitor}`, async () => {
          const page = await openPage(options);
          const faults: string[] = [];
          page.on('pageerror', ({ message }) => faults.push(message));
          page.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
          const client = clients.get(visitor);
          if (client !== undefined) await adoptSession(page, system().origin, client.cookie());
          for (const [path, heading] of Object.entries(places)) {
            const reply = await page.goto(system().origin + path);
            expect(reply?.status(), path).to.equal(200);
            await page.getByRole('heading', { level: 1, name: heading }).waitFor();
            if ('javaScriptEnabled' in options) continue;
            const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
            expect(wide, path).to.be.at.most(options.viewport.width);
          }
          expect(faults).to.deep.equal([]);
          await page.context().close();
        });
      }
    }
  },
  ['embedded'],
);
