import { expect } from 'chai';
import { deviceName } from '../../../../services/gateway/sessions/device.ts';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('A browser in words', () => {
  for (const [userAgent, name] of [
    [
      `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/138.0.0.0 Mobile Safari/537.36`,
      'Chrome en Android',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari en iOS',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
      'Firefox en Windows',
    ],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0`,
      'Microsoft Edge en Windows',
    ],
    [
      `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/138.0.0.0 Safari/537.36`,
      'Chrome en Chromebook',
    ],
    ['', 'Navegador desconocido'],
    ['<script>alert(1)</script>', 'Navegador desconocido'],
    [')('.repeat(150), 'Navegador desconocido'],
  ] as const)
    it(`is "${name}" for "${userAgent.slice(0, 70)}"`, () => expect(deviceName(userAgent)).to.equal(name));
});
