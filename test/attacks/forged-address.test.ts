import { expect } from 'chai';
import { newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase } from '../support/system/portal-database.ts';

/** What a proxy tells, when the leftmost addresses are the attacker's own invention. */
const cases = [
  { hops: 0, told: '198.51.100.1', kept: '127.0.0.1' },
  { hops: 1, told: '198.51.100.1, 203.0.113.9', kept: '203.0.113.9' },
  { hops: 1, told: '203.0.113.9', kept: '203.0.113.9' },
  { hops: 1, told: '198.51.100.1, <script>', kept: '127.0.0.1' },
  { hops: 1, told: `198.51.100.1, ${'9'.repeat(80)}`, kept: '127.0.0.1' },
  { hops: 1, told: '198.51.100.1, ::ffff:203.0.113.9', kept: '203.0.113.9' },
  { hops: 2, told: '198.51.100.1, 2001:DB8:0::9, 10.0.0.1', kept: '2001:db8::9' },
  { hops: 2, told: '198.51.100.1', kept: '127.0.0.1' },
];

const systems = { 0: 'attacked', 1: 'narrow', 2: 'strict' } as const;

for (const hops of [0, 1, 2] as const)
  inBothModes(
    `A stranger who invents an address, behind ${hops} proxies,`,
    systems[hops],
    (system) => {
      for (const { told, kept } of cases.filter((one) => one.hops === hops))
        it(`is written down with the proof of consent as ${kept}, whatever they say: ${told.slice(0, 50)}`, async () => {
          const cedula = newCedula();
          const response = await fetch(`${system().origin}/api/v1/register`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-forwarded-for': told },
            body: JSON.stringify({
              ...{ cedula, nombreCompleto: 'Rosa Prueba', phone: '3001234567' },
              ...{ password: 'una-clave-larga', dataPolicyAccepted: true, lookup: true, sharing: true },
            }),
          });
          expect(response.status).to.equal(201);
          const [consent] = await inDatabase<{ ip: string }>(
            system(),
            'select c.ip from accounts.consents c join accounts.users u on u.id = c.user_id where u.cedula = $1',
            [cedula],
          );
          expect(consent?.ip).to.equal(kept);
        });
    },
    // The address is the gateway's to say, wherever the others are.
    ['embedded'],
  );
