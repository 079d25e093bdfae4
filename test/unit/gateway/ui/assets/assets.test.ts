import { expect } from 'chai';
import type { Ctx } from '../../../../../services/gateway/context.ts';
import { type Assets, loadAssets } from '../../../../../services/gateway/ui/assets/assets.ts';

describe('What the portal serves beside its pages', () => {
  let assets: Assets;
  before(async () => {
    assets = await loadAssets();
  });

  let headers: Record<string, string>;
  /** @returns what it served there, null when it left it to the routes */
  const served = async (path: string): Promise<Ctx['body'] | null> => {
    headers = {};
    const ctx = {
      ...{ path, type: '', body: null },
      set: (given: object) => void Object.assign(headers, given),
      vary: () => undefined,
      acceptsEncodings: () => false,
      // No more of a request than this is looked at.
    } as unknown as Ctx;
    await assets.serve(ctx, async () => undefined);
    return ctx.body;
  };

  it('is what was made at the start, by its own address', async () => {
    expect(String(await served(assets.url('favicon.svg')))).to.include('<svg');
  });

  it('is an icon also where browsers look that read no page', async () => {
    expect(await served('/favicon.ico')).to.deep.equal(await served(assets.url('icon-192.png')));
  });

  it('is named to phones by a manifest, with the addresses of the icons', async () => {
    const manifest = JSON.parse(String(await served(assets.url('manifest.webmanifest'))));
    expect(manifest.icons[0].src).to.equal(assets.url('icon-192.png'));
    expect(await served(manifest.icons[0].src)).not.to.equal(null);
  });

  it('has the worker at one address, asked for anew each time, which speaks to the portal alone', async () => {
    const worker = String(await served('/sw.js'));
    expect(headers).to.deep.equal({
      'Cache-Control': 'no-cache',
      'Content-Security-Policy': "default-src 'none'; connect-src 'self'",
    });
    expect(worker)
      .to.include(assets.url('icon-192.png'))
      .and.not.match(/\bimport\b|\bexport\b|https?:/);
    expect(() => assets.url('sw.js')).to.throw('no asset');
  });

  for (const path of [
    '/assets/',
    '/assets',
    '/assets/../package.json',
    '/assets/..%2fpackage.json',
    '/assets/favicon.svg',
    '/.git/config',
    '/.env',
    '/package.json',
    '/public/scripts/app.ts',
  ])
    it(`is no folder and no other file: ${path}`, async () => {
      expect(await served(path)).to.equal(null);
    });
});
