import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { createClient } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

const PUBLIC_URL = 'https://censo.example.co, http://portal.example.co';

inBothModes(
  'A stranger who calls the portal by another name',
  { env: { PUBLIC_URL } },
  (system) => {
    const askAs = (host: string, path: string, cookie = ''): Promise<{ status: number; body: string }> =>
      new Promise((resolve, reject) => {
        const { hostname, port } = new URL(system().origin);
        request({ hostname, port, path, headers: { host, cookie } }, async (response) =>
          resolve({ status: response.statusCode ?? 0, body: await text(response) }),
        )
          .on('error', reject)
          .end();
      });

    it('gets nothing from it', async () => {
      for (const host of [
        'evil.example',
        'censo.example.co.evil.example',
        'censo.example.co:8080',
        '127.0.0.1',
      ])
        for (const path of ['/login/', '/register/?ref=ABCD2345', '/api/v1/me']) {
          const { status, body } = await askAs(host, path);
          expect([status, body.includes('evil')], `${host} ${path}`).to.deep.equal([421, false]);
        }
    });

    it('is answered by each of the portal’s own names, and orchestrators by any', async () => {
      for (const host of ['censo.example.co', 'PORTAL.example.co', 'portal.example.co:80'])
        expect((await askAs(host, '/login/')).status, host).to.equal(200);
      for (const path of ['/healthz', '/readyz'])
        expect((await askAs('10.1.2.3:3000', path)).status, path).to.equal(200);
    });

    it('finds no invitation that leads anywhere else', async () => {
      const cookies = await new Promise<string[]>((resolve, reject) => {
        const { hostname, port } = new URL(system().origin);
        const sent = request(
          {
            ...{ hostname, port, path: '/api/v1/login', method: 'POST' },
            headers: { host: 'portal.example.co', 'content-type': 'application/json' },
          },
          (response) => {
            response.resume();
            resolve(response.headers['set-cookie'] ?? []);
          },
        );
        sent.on('error', reject).end(JSON.stringify(admin));
      });
      const cookie = cookies.map((line) => line.split(';')[0]).join('; ');
      const { body } = await askAs('portal.example.co', '/referidos/', cookie);
      expect(body).to.match(/value="http:\/\/portal\.example\.co\/register\/\?ref=/);
      const other = await askAs('censo.example.co', '/referidos/', cookie);
      expect(other.body).to.match(/value="https:\/\/censo\.example\.co\/register\/\?ref=/);
      expect((await createClient(system().origin).get('/me')).status).to.equal(421);
    });
  },
  ['embedded'],
);
