import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { hashOf, sources } from '../../../../../scripts/development/pictures/sources.ts';
import { buildAssets } from '../../../../../services/gateway/ui/assets/build-assets.ts';
import { manifestOf } from '../../../../../services/gateway/ui/assets/manifest.ts';

/** Width and height of a PNG. */
const sizeOf = (png: Uint8Array): string => {
  const header = Buffer.from(png);
  expect(header.toString('latin1', 1, 4)).to.equal('PNG');
  return `${header.readUInt32BE(16)}x${header.readUInt32BE(20)}`;
};

describe('The pictures of the portal', () => {
  let assets: Map<string, Uint8Array>;
  before(async () => {
    assets = await buildAssets();
  });
  const pictureOf = (name: string): Uint8Array => {
    const found = assets.get(name);
    if (found === undefined) throw new Error(`no asset ${name}`);
    return found;
  };

  it('are drawn from what is there now: else `npm run pictures`', async () => {
    expect(JSON.parse(await readFile(sources.drawn, 'utf8'))).to.deep.equal(await hashOf());
  });

  it('are as large as a chat wants the one with a link, and light enough to be shown', () => {
    expect(sizeOf(pictureOf('share.png'))).to.equal('1200x630');
    expect(pictureOf('share.png').length).to.be.below(200_000);
    expect(sizeOf(pictureOf('icon-180.png'))).to.equal('180x180');
  });

  it('are what the manifest says of them, with one for phones that cut icons into a shape', () => {
    const manifest = JSON.parse(manifestOf((name) => name));
    expect(manifest).to.include({ start_url: '/', scope: '/', display: 'standalone', lang: 'es-CO' });
    expect(manifest.icons.map(({ purpose }: { purpose?: string }) => purpose)).to.include('maskable');
    for (const { src, sizes } of manifest.icons) expect(sizeOf(pictureOf(src)), src).to.equal(sizes);
  });
});
