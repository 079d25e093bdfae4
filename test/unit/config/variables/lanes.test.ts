import { expect } from 'chai';
import { lanes } from '../../../../shared/config/variables/lanes.ts';

describe('LANES', () => {
  it('is a list of ways out, each direct or through a proxy', () => {
    expect(
      lanes.parse('directa, bogota=http://ana:s%40l@proxy.example:3128,cali=socks5://10.0.0.7:1080'),
    ).to.deep.equal([
      { name: 'directa', proxy: null },
      { name: 'bogota', proxy: { server: 'http://proxy.example:3128', username: 'ana', password: 's@l' } },
      { name: 'cali', proxy: { server: 'socks5://10.0.0.7:1080' } },
    ]);
  });

  const refused: [what: string, text: string][] = [
    ['a name with capitals', 'Bogota=http://proxy.example:3128'],
    ['no name', '=http://proxy.example:3128'],
    ['an address of another kind', 'bogota=ftp://ana:secreto@proxy.example'],
    ['a password for SOCKS, which no browser takes', 'bogota=socks5://ana:secreto@proxy.example:1080'],
    ['no address', 'bogota='],
    ['the same name twice', 'directa,directa'],
    ['an empty entry', 'directa,,bogota=http://proxy.example:3128'],
  ];
  for (const [what, text] of refused) {
    it(`refuses ${what}, and never repeats a password`, () => {
      const { error } = lanes.safeParse(text);
      expect(error?.issues[0]?.message).to.match(/salida/);
      expect(error?.issues.map(({ message }) => message).join(' ')).not.to.include('secreto');
    });
  }
});
